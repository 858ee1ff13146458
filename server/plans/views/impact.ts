import { unitOf } from '../../core/codes/codes.ts';
import type { Books } from '../../core/coverage/books.ts';
import type { EditableCoverage } from '../../core/coverage/editableCoverage.ts';
import type { Grid } from '../../core/coverage/model.ts';
import type { PlacedPassage } from '../../core/coverage/passages.ts';
import { latticePoint } from '../../core/geometry/exactPoint.ts';
import { boundingBox, toDegrees } from '../../core/geometry/lattice.ts';
import { WindingIndex } from '../../core/geometry/windingIndex.ts';
import type { StaffRole } from '../../core/people/staff.ts';
import { type CountedGrid, impactGrids, unitBalances } from '../../core/plans/impact.ts';
import type { Impact } from '../../core/plans/impactSchemas.ts';

import type { LoadedCoverage } from '../../coverage/service.ts';
import type { PlaceColumns, PlacesService } from '../../places/service.ts';
import type { ProofPool } from '../../threads/proofPool.ts';
import type { PlanRow } from '../queries/planQueries.ts';

/** So many entries of a ledger are listed; the total is always told. */
const MOST_ENTRIES = 500;

/** What impact asks of other slices. */
export interface ImpactSources {
  places: Pick<PlacesService, 'weights'>;
  staffFor: (codes: readonly string[]) => ReadonlyMap<string, readonly { name: string; role: StaffRole }[]>;
}

type Moved = Impact['moved'][number];

/** What a plan would change for whom: grids, what stands in them, who answers for them, how evenly the work lies. */
export async function impactOf(
  plan: PlanRow,
  base: LoadedCoverage,
  ground: EditableCoverage,
  books: Books,
  proof: Impact['proof'],
  sources: ImpactSources,
  proofs: Pick<ProofPool, 'passages'>,
): Promise<Impact> {
  const different = books.grids.map(({ code }) => code);
  const codes = new Set(different);
  const units = unitsOf(different);
  const inUnits = ({ code }: { code: string }) => units.includes(unitOf(code));
  const before = base.grids.filter(inUnits);
  const after = [...ground.grids()].filter(inUnits).sort((a, b) => (a.code < b.code ? -1 : 1));
  const ledgers = {
    business: await sources.places.weights('business'),
    address: await sources.places.weights('address'),
  };
  const owners = { before: new Owners(before), after: new Owners(after) };
  const counts = { before: new Counts(), after: new Counts(), passed: new Counts() };
  const moved: Moved[] = (['business', 'address'] as const).map((ledger) =>
    countLedger(ledger, ledgers[ledger], owners, counts),
  );
  const staff = sources.staffFor([...before, ...after].map(({ code }) => code));
  const counted = (grids: readonly Grid[], of: Counts): CountedGrid[] =>
    grids.map(({ code, name, area }) => ({
      code,
      name,
      area,
      businesses: of.of('business', code),
      addresses: of.of('address', code),
      staff: staff.get(code)?.length ?? 0,
    }));
  const [was, is] = [counted(before, counts.before), counted(after, counts.after)];
  const differing = (grids: readonly CountedGrid[]) => grids.filter(({ code }) => codes.has(code));
  moved.push(staffMoved(differing(was), differing(is), books.passages, staff));
  return {
    baseGeneration: plan.base_generation,
    revision: plan.revision,
    proof,
    grids: impactGrids(differing(was), differing(is), books.grids),
    passages: passagesIn(books, await proofs.passages(differing(was), differing(is)), counts.passed),
    moved,
    staffing: staffingOf(books, codes, ground, staff),
    balance: unitBalances(
      unitsOf(books.grids.flatMap(({ code, kind }) => (kind === 'touched' ? [] : [code]))).map((code) => ({
        code,
        name: ground.units.get(code)?.name ?? code,
      })),
      was,
      is,
    ),
  };
}

const unitsOf = (codes: readonly string[]): string[] => [...new Set(codes.map(unitOf))].sort();

/** The books with where each passage lies and what stands on it. */
function passagesIn(books: Books, placed: readonly PlacedPassage[], passed: Counts): Impact['passages'] {
  const places = new Map(placed.map(({ from, to, at }) => [`${from}>${to}`, at]));
  return books.passages.map(({ from, to, areaSquareMetres, doubledUnits, rounding }) => {
    const key = `${from}>${to}`;
    return {
      from: from || null,
      to: to || null,
      areaSquareMetres: Math.round(areaSquareMetres * 100) / 100,
      doubledAreaUnits: doubledUnits.toString(),
      rounding,
      businesses: passed.of('business', key),
      addresses: passed.of('address', key),
      at: places.get(key) ?? null,
    };
  });
}

class Counts {
  readonly #counts = new Map<string, number>();

  add(ledger: string, code: string, weight: number): void {
    const key = `${ledger} ${code}`;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + weight);
  }

  of(ledger: string, code: string): number {
    return this.#counts.get(`${ledger} ${code}`) ?? 0;
  }
}

/** Which of some grids owns a spot, by the rule of the winding number just east of it. */
class Owners {
  readonly #grids: { code: string; box: readonly number[]; index: WindingIndex }[];

  constructor(grids: readonly Grid[]) {
    this.#grids = grids.map(({ code, area }) => ({ code, box: boundingBox(area), index: new WindingIndex(area) }));
  }

  at(x: number, y: number): string | null {
    for (const { code, box, index } of this.#grids) {
      if (x < (box[0] as number) || y < (box[1] as number) || x > (box[2] as number) || y > (box[3] as number))
        continue;
      if (index.windingBeside(latticePoint(x, y), 0, -1) > 0) return code;
    }
    return null;
  }
}

function countLedger(
  ledger: 'business' | 'address',
  places: PlaceColumns,
  owners: { before: Owners; after: Owners },
  counts: { before: Counts; after: Counts; passed: Counts },
): Moved {
  const moved: Moved = { ledger, total: 0, entries: [] };
  for (let i = 0; i < places.x.length; i++) {
    const [x, y] = [places.x[i] as number, places.y[i] as number];
    const [from, to] = [owners.before.at(x, y), owners.after.at(x, y)];
    const weight = places.weight[i] as number;
    if (from !== null) counts.before.add(ledger, from, weight);
    if (to !== null) counts.after.add(ledger, to, weight);
    counts.passed.add(ledger, `${from ?? ''}>${to ?? ''}`, weight);
    if (from === to) continue;
    moved.total++;
    if (moved.entries.length >= MOST_ENTRIES) continue;
    moved.entries.push({
      name: places.name[i] ?? '',
      detail: places.detail[i] ?? '',
      from: from ?? '',
      to: to ?? '',
      at: [toDegrees(x), toDegrees(y)],
    });
  }
  return moved;
}

/** Which changed grids would be without a warden, and who would lose their grid. */
function staffingOf(
  { grids }: Books,
  codes: ReadonlySet<string>,
  ground: EditableCoverage,
  staff: ReturnType<ImpactSources['staffFor']>,
): Impact['staffing'] {
  const changed = grids.filter(({ code, kind }) => codes.has(code) && kind !== 'touched');
  const served = (code: string) => (staff.get(code) ?? []).some(({ role }) => role === 'warden');
  return {
    withoutWarden: changed.flatMap(({ code, name }) => (ground.find(code) && !served(code) ? [{ code, name }] : [])),
    losing: changed
      .filter(({ kind }) => kind === 'retired')
      .flatMap(({ code }) => (staff.get(code) ?? []).map(({ name, role }) => ({ name, role, grid: code }))),
  };
}

/** Staff serve a code: those of a code that goes are named with the grid that takes most of its ground. */
function staffMoved(
  before: readonly CountedGrid[],
  after: readonly CountedGrid[],
  ground: Books['passages'],
  staff: ReturnType<ImpactSources['staffFor']>,
): Moved {
  const kept = new Set(after.map(({ code }) => code));
  const entries = before
    .filter(({ code }) => !kept.has(code))
    .flatMap(({ code }) => {
      const successors = ground
        .filter(({ from }) => from === code)
        .toSorted((a, b) => b.areaSquareMetres - a.areaSquareMetres);
      return (staff.get(code) ?? []).map(({ name, role }) => ({
        name,
        detail: role,
        from: code,
        to: successors[0]?.to ?? '',
        at: null,
      }));
    });
  return { ledger: 'staff', total: entries.length, entries };
}
