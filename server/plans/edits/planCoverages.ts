import type { Kysely } from 'kysely';
import { EditableCoverage } from '../../core/coverage/editableCoverage.ts';
import type { Grid } from '../../core/coverage/model.ts';
import { boundaryEdges } from '../../core/coverage/outlines.ts';
import { MandatedOutline } from '../../core/coverage/proof/refinement.ts';
import { Fault } from '../../core/fault.ts';
import type { Area } from '../../core/geometry/lattice.ts';
import { type CoverageService, type LoadedCoverage, readOutline, readUsedCodes } from '../../coverage/service.ts';
import type { Tables } from '../../db/tables.ts';
import { inTransaction } from '../../db/transaction.ts';
import { type EditRow, readEdits } from '../queries/planEditQueries.ts';
import { readTouched } from '../queries/planGridQueries.ts';
import { findPlan, type PlanRow, type Reader } from '../queries/planQueries.ts';
import { changeFromJson } from './changeJson.ts';

/** Plans kept in memory; one that is not asked for longest goes first. */
const MOST_PLANS = 12;

/** A plan's state in memory: the ground as it is after so many edits on a generation. */
export interface PlanCoverage {
  ground: EditableCoverage;
  base: number;
  revision: number;
}

/**
 * The plans' grounds in this process. Each follows its plan's record: what other processes wrote is read and applied before it is
 * used, so that an edit reads what is new and no more. The record is the truth; a ground can be dropped and is built again.
 */
export class PlanCoverages {
  readonly #db: Kysely<Tables>;
  readonly #coverage: CoverageService;
  readonly #held = new Map<string, PlanCoverage>();

  constructor(db: Kysely<Tables>, coverage: CoverageService) {
    this.#db = db;
    this.#coverage = coverage;
  }

  /** The ground of a plan, followed up to its row; built when it is not held. Not to be called inside a transaction. */
  async load(plan: PlanRow): Promise<PlanCoverage> {
    const held = await this.follow(this.#db, plan);
    if (held) return held;
    const built = await this.#build(plan);
    this.#held.set(plan.id, built);
    for (const id of this.#held.keys()) {
      if (this.#held.size <= MOST_PLANS) break;
      this.#held.delete(id);
    }
    // What was recorded while it was being built.
    return (await this.follow(this.#db, plan)) ?? built;
  }

  /** The ground of a plan if it is held on the same generation, with what is new in its record; null when it is to be built. */
  async follow(db: Reader, plan: PlanRow): Promise<PlanCoverage | null> {
    const held = this.#held.get(plan.id);
    if (held?.base !== plan.base_generation) return null;
    this.#held.delete(plan.id);
    this.#held.set(plan.id, held);
    // No further than the row that was read: what comes after it may stand on another generation.
    if (held.revision < plan.revision)
      for (const edit of await readEdits(db, plan.id, held.revision, plan.revision)) advance(held, edit);
    return held;
  }

  drop(id: string): void {
    this.#held.delete(id);
  }

  async #build(plan: PlanRow): Promise<PlanCoverage> {
    const { district, base_generation: base } = plan;
    const loaded = await this.#coverage.choose({ generation: base });
    // One view of the record and of what it amounts to.
    const { row, outline, used, touched } = await inTransaction(
      this.#db,
      async (trx) => ({
        row: await findPlan(trx, district, plan.id),
        outline: await readOutline(trx, district, base),
        used: await readUsedCodes(trx, district),
        touched: await readTouched(trx, plan.id),
      }),
      { isolation: 'repeatable read' },
    );
    if (!row || !outline) throw new Fault('unavailable', `Generation ${base} has no outline in the database.`);
    if (row.base_generation !== base) return this.#build(row);
    const ground = new EditableCoverage({
      district: loaded.district,
      mandated: outline.mandated,
      outline: outlineOfBase(loaded, outline),
      units: [...loaded.units.values()],
      grids: loaded.grids,
      usedCodes: used.map(({ code }) => code),
    });
    // What the plan has not touched stands as it was published: only the rest costs anything.
    const gone = touched.filter(({ area }) => area === null);
    const standing = touched.flatMap(({ area, ...grid }): Grid[] => (area ? [{ ...grid, area }] : []));
    const codes = gone.map(({ code }) => code);
    ground.reconcile(standing, codes);
    for (const { code, revision } of gone) ground.setGrid(code, null, revision);
    return { ground, base, revision: row.revision };
  }
}

/**
 * The working outline of a published generation. It is stored with it, and only refines the mandated one; that of a generation from an
 * earlier version may leave it, and is drawn anew.
 */
function outlineOfBase(loaded: LoadedCoverage, { mandated, working }: { mandated: Area; working: Area }): Area {
  if (loaded.outlineFaults.length === 0) return working;
  return new MandatedOutline(mandated).refinedBy(boundaryEdges(loaded.grids.map(({ area }) => area))).outline;
}

/** Applies one record of a plan, unless it is in already. */
export function advance(held: PlanCoverage, edit: Pick<EditRow, 'revision' | 'change'>): void {
  if (edit.revision !== held.revision + 1) return;
  held.ground.apply(changeFromJson(typeof edit.change === 'string' ? JSON.parse(edit.change) : edit.change));
  held.revision = edit.revision;
}
