import { feature as topojsonFeature } from 'topojson-client';
import { unreadable } from '../core/coverage/intake/fileReasons.ts';
import type { FileNote } from '../core/coverage/intake/schemas.ts';
import { Fault } from '../core/fault.ts';
import type { RawContent } from './content.ts';

type Topology = Parameters<typeof topojsonFeature>[0];

/** The objects of a TopoJSON topology, each as a layer of features. Throws `unreadable-file` for one that does not fit its arcs. */
export function topologyLayers(value: Record<string, unknown>, notes: FileNote[]): [string, RawContent][] {
  const topology = value as unknown as Topology;
  try {
    const objects = Object.entries(topology.objects);
    if (objects.length === 0) throw unreadable('malformed', 'The TopoJSON holds no objects.');
    return objects.map(([name, object]) => {
      const given = topojsonFeature(topology, object) as unknown as { type: string; features?: unknown[] };
      return [name, { format: 'TopoJSON', features: given.features ?? [given], notes }];
    });
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw unreadable('malformed', 'The TopoJSON is malformed: its objects do not fit its arcs.');
  }
}
