import { unusable } from '../core/coverage/intake/fileReasons.ts';
import type { FileLayer, FileNote } from '../core/coverage/intake/schemas.ts';
import { Fault } from '../core/fault.ts';
import type { LayerSource, RawContent } from './content.ts';

/** A layer that was taken, with what there was to choose from. */
export interface TakenLayer {
  raw: RawContent;
  layer: string;
  layers: FileLayer[];
}

/**
 * Reads the layer that was asked for, else the one with the most areas, the first of several. Whatever is not taken is named in a
 * note. Throws `invalid-input`, with the layers there are, for a name that none has.
 */
export async function takeLayer(sources: readonly LayerSource[], wanted: string | undefined): Promise<TakenLayer> {
  const [only, ...others] = sources;
  if (!only) throw noAreas([]);
  if (others.length === 0 && (wanted === undefined || wanted === only.name)) {
    const raw = await only.read();
    return { raw, layer: only.name, layers: [] };
  }
  const layers: FileLayer[] = [];
  for (const source of sources) layers.push(await counted(source));
  const chosen = choose(layers, wanted);
  const raw = await (sources[chosen] as LayerSource).read();
  const layer = layers[chosen] as FileLayer;
  const rest = layers.filter((each) => each !== layer);
  const notes = rest.length === 0 ? [] : [leftOut(layer, rest)];
  return { raw: { ...raw, notes: [...notes, ...raw.notes] }, layer: layer.name, layers };
}

async function counted({ name, countAreas }: LayerSource): Promise<FileLayer> {
  try {
    return { name, areas: await countAreas() };
  } catch (error) {
    if (!(error instanceof Fault) || error.code === 'too-large') throw error;
    return { name, areas: 0, isUnreadable: true };
  }
}

function choose(layers: readonly FileLayer[], wanted: string | undefined): number {
  if (wanted !== undefined) {
    const named = layers.findIndex(({ name }) => name === wanted);
    if (named >= 0) return named;
    const names = layers.map(({ name }) => `“${name}”`).join(', ');
    throw unusable('layer-unknown', `The file has no layer “${wanted.slice(0, 100)}”. It has: ${names}.`, [], {
      layers,
    });
  }
  const most = Math.max(...layers.map(({ areas }) => areas));
  if (most === 0) throw noAreas(layers);
  return layers.findIndex(({ areas }) => areas === most);
}

const noAreas = (layers: readonly FileLayer[]): Fault =>
  unusable('no-areas', 'The file has no layer with polygons.', [], layers.length > 0 ? { layers } : {});

const inWords = ({ name, areas, isUnreadable }: FileLayer): string =>
  `“${name}” (${isUnreadable ? 'cannot be read' : areas === 1 ? '1 area' : `${areas} areas`})`;

const leftOut = (layer: FileLayer, rest: FileLayer[]): FileNote => ({
  note: 'layers-left-out',
  severity: 'note',
  layer: layer.name,
  layers: rest,
  message: `Of ${rest.length + 1} layers ${inWords(layer)} was taken; left out: ${rest.map(inWords).join(', ')}.`,
});
