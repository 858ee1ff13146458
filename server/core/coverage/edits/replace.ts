import { unitOf } from '../../codes/codes.ts';
import { Fault } from '../../fault.ts';
import { AreaReader } from '../../geometry/geoJson.ts';
import type { Area } from '../../geometry/lattice.ts';
import type { InputError } from '../../inputError.ts';
import { flawOfText } from '../../visibleText.ts';
import type { Change } from '../change.ts';
import type { EditableCoverage } from '../editableCoverage.ts';
import { refusal } from './refusals.ts';
import type { Edit } from './schemas.ts';
import { Sketch } from './sketch.ts';

interface Put {
  code: string;
  name: string | null;
  area: Area;
}

/**
 * Exchanges any set of grids for another, proven by the chain: features whose code is here take the place of that grid, others are
 * new, and `remove` names those that go. New codes must never have been given before.
 */
export function replace(ground: EditableCoverage, edit: Extract<Edit, { op: 'replace' }>): Change {
  const put = readFeatures(ground, edit.put);
  const sketch = new Sketch(ground);
  const putCodes = new Set(put.map(({ code }) => code));
  edit.remove.forEach((code, i) => {
    ground.get(code, `/remove/${i}`);
    if (putCodes.has(code)) throw refusal(`/remove/${i}`, 'put-and-removed', { grid: code });
    sketch.remove(code);
  });
  for (const { code, name, area } of put) {
    const before = ground.find(code);
    sketch.put({ id: before?.id ?? '', code, name: name ?? before?.name ?? code, area });
  }
  const removed = [...edit.remove].sort();
  const lineage = put
    .filter(({ code }) => !ground.find(code))
    .map(({ code }) => ({
      code,
      from: removed.length > 0 ? removed : [...putCodes].filter((c) => ground.find(c)).sort(),
    }));
  return sketch.finish(`Replace ${put.length + removed.length} grids`, lineage);
}

/** Characters that a grid's name may have. */
const LONGEST_NAME = 100;

function readFeatures(ground: EditableCoverage, collection: unknown): Put[] {
  const { type, features } = (collection ?? {}) as { type?: unknown; features?: unknown };
  if (type !== 'FeatureCollection' || !Array.isArray(features)) throw refusal('/put', 'no-collection');
  const reader = new AreaReader();
  const errors: InputError[] = [];
  const seen = new Set<string>();
  const put = features.flatMap((feature: unknown, i): Put[] => {
    const { properties, geometry } = (feature ?? {}) as { properties?: Record<string, unknown>; geometry?: unknown };
    const path = `/put/features/${i}`;
    const area = reader.read(geometry, `${path}/geometry`);
    const given = properties?.['code'];
    const code = typeof given === 'string' || typeof given === 'number' ? String(given) : '';
    const problem = problemOf(ground, code, seen);
    if (problem) errors.push({ path: `${path}/properties/code`, message: problem });
    seen.add(code);
    const written = properties?.['name'];
    const name = typeof written === 'string' && written.trim() ? written.trim() : null;
    const flaw = name === null ? null : flawOfText(name, 'visible-name');
    if (flaw) errors.push({ path: `${path}/properties/name`, message: flaw });
    return area ? [{ code, name: name && firstCharacters(name), area }] : [];
  });
  const all = [...reader.errors, ...errors];
  if (all.length > 0) throw new Fault('invalid-input', all[0]?.message ?? '', all);
  return put;
}

/** As much of a name as there is room for, never half a character. */
const firstCharacters = (name: string): string => Array.from(name).slice(0, LONGEST_NAME).join('');

function problemOf(ground: EditableCoverage, code: string, seen: ReadonlySet<string>): string | null {
  if (!/^[0-9]{6}$/.test(code)) return 'A six-digit code is wanted here.';
  if (seen.has(code)) return `The code ${code} is given twice.`;
  if (!ground.units.has(unitOf(code))) return `There is no unit ${unitOf(code)}.`;
  return !ground.find(code) && ground.wasUsed(code) ? `${code} was given before and is never given again.` : null;
}
