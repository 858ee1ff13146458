import type { Kysely } from 'kysely';
import type { EditableCoverage } from '../../core/coverage/editableCoverage.ts';
import type { CoverageFault } from '../../core/coverage/model.ts';
import { facesOf } from '../../core/coverage/outlines.ts';
import type { Crs, Level } from '../../core/coverage/schemas.ts';
import { Fault } from '../../core/fault.ts';
import { toGeoJson } from '../../core/geometry/geoJson.ts';
import type { Impact } from '../../core/plans/impactSchemas.ts';
import type { ChangesAnswer, PlanFrame } from '../../core/plans/schemas.ts';
import { type CoverageService, exportAreas, readUsedCodes } from '../../coverage/service.ts';
import type { Tables } from '../../db/tables.ts';
import type { BoundaryFiles } from '../../files/boundaryFiles.ts';
import { MEDIA_TYPES, type WrittenFile, type WrittenFormat } from '../../files/writing.ts';
import type { ProofPool } from '../../threads/proofPool.ts';
import type { PlanCoverages } from '../edits/planCoverages.ts';
import * as records from '../queries/planEditQueries.ts';
import { changedBetween, codesOfOtherPlans } from '../queries/planGridQueries.ts';
import type { PlanRow } from '../queries/planQueries.ts';
import type { RebaseArgs } from '../rebase/rebasing.ts';
import { type ImpactSources, impactOf } from './impact.ts';
import type { PlanBooks } from './planBooks.ts';
import { areaFeatures, areaPieces, areasOfLevel } from './planViews.ts';

export interface PlanContentsDeps {
  db: Kysely<Tables>;
  coverage: CoverageService;
  proofs: ProofPool;
  files: BoundaryFiles;
  impact: ImpactSources;
}

/** A level of a plan as a file. */
export interface PlanFileWish {
  level: Level;
  format: WrittenFormat;
  crs: Crs;
}

export const planFileName = (
  { district, revision }: Pick<PlanRow, 'district' | 'revision'>,
  { level, format, crs }: PlanFileWish,
): string => `${district}-plan-${level}s-revision${revision}-${crs}.${MEDIA_TYPES[format].ending}`;

/** What a plan amounts to: its areas, its faults, what it would change, and all that as a file. */
export class PlanContents {
  readonly #deps: PlanContentsDeps;
  readonly #grounds: PlanCoverages;
  readonly #books: PlanBooks;
  readonly #faults = new Map<string, { revision: number; base: number; faults: Promise<CoverageFault[]> }>();

  constructor(deps: PlanContentsDeps, grounds: PlanCoverages, books: PlanBooks) {
    this.#books = books;
    this.#deps = deps;
    this.#grounds = grounds;
  }

  /** The areas of a level as they stand, as text. Throws `coverage-broken` for units and district while the plan has faults. */
  async areas(plan: PlanRow, level: Level, crs: Crs, within = ''): Promise<Iterable<string>> {
    if (level !== 'grid') await this.#demandNoFaults(plan);
    const held = await this.#grounds.load(plan);
    const areas = areasOfLevel(held.ground, level, held.revision).filter(
      ({ code }) => code.startsWith(within) || within.startsWith(code),
    );
    return areaPieces(areas, level, crs, held.revision);
  }

  /** What the plan's grids stand in, for an editor that tries edits before it sends them. */
  async frame(plan: PlanRow): Promise<PlanFrame> {
    const { ground, revision, base } = await this.#grounds.load(plan);
    const kysely = this.#deps.db;
    const units = [...ground.units.values()];
    const used = await readUsedCodes(kysely, plan.district);
    const unitCodes = units.map(({ code }) => code);
    const others = await codesOfOtherPlans(kysely, plan.district, plan.id, unitCodes);
    // Of retired grids too: a step back brings them to life again, with their people.
    const codes = new Set([...ground.grids(), ...used].map(({ code }) => code));
    const staff = this.#deps.impact.staffFor([...codes]);
    return {
      revision,
      baseGeneration: base,
      district: ground.district,
      units,
      mandated: toGeoJson(ground.mandated.area),
      outline: toGeoJson(facesOf(ground.outlineEdges())),
      usedCodes: [...new Set([...used.map(({ code }) => code), ...others])].sort(),
      staff: Object.fromEntries([...staff].map(([code, people]) => [code, people.length])),
    };
  }

  /** The grids that edits after a revision have touched, as they are now: for those who look on. */
  async changesSince(plan: PlanRow, since: number): Promise<ChangesAnswer> {
    const kysely = this.#deps.db;
    const held = await this.#grounds.load(plan);
    // Taken before the record is read: what comes in between is told once more the next time, never left out.
    const { revision } = held;
    const codes = new Set<string>();
    for (const { kind, args, codes: own } of await records.readLinks(kysely, plan.id, since)) {
      const { from, to } = args as RebaseArgs;
      const moved = kind === 'rebase' ? await changedBetween(kysely, plan.district, from, to) : [];
      for (const code of [...own, ...moved]) codes.add(code);
    }
    return { revision, ...standing(held.ground, [...codes].sort()) };
  }

  /** The faults of a plan at all three levels, proven anew for each revision, on a thread. */
  async faultsOf(plan: PlanRow): Promise<CoverageFault[]> {
    const { ground, revision, base } = await this.#grounds.load(plan);
    const known = this.#faults.get(plan.id);
    if (known?.revision === revision && known.base === base) return known.faults;
    const faults = this.#deps.proofs
      .prove({
        district: ground.district,
        outline: ground.mandated.area,
        units: [...ground.units.values()],
        grids: [...ground.grids()],
      })
      .then(({ faults: found }) => found.filter(({ severity }) => severity === 'error'));
    this.#faults.set(plan.id, { revision, base, faults });
    faults.catch(() => this.#faults.delete(plan.id));
    return faults;
  }

  /** Local proofs keep a plan proven; only an import can have brought faults in. */
  mayHaveFaults(plan: PlanRow): Promise<boolean> {
    return records.hasImport(this.#deps.db, plan.id);
  }

  async #demandNoFaults(plan: PlanRow): Promise<void> {
    if (!(await this.mayHaveFaults(plan))) return;
    const faults = await this.faultsOf(plan);
    if (faults.length > 0)
      throw new Fault('coverage-broken', 'While the plan has faults its units cannot be formed.', [], { faults });
  }

  async impact(plan: PlanRow): Promise<Impact> {
    const { ground } = await this.#grounds.load(plan);
    const base = await this.#deps.coverage.choose({ generation: plan.base_generation });
    const books = await this.#books.of(this.#deps.db, plan);
    const faults = await this.faultsOf(plan);
    const proof = { ok: faults.length === 0, faults: faults.length, sha256: base.certificate.sha256 };
    return impactOf(plan, base, ground, books, proof, this.#deps.impact, this.#deps.proofs);
  }

  async exportFile(
    plan: PlanRow,
    { level, format, crs }: PlanFileWish,
    signal: AbortSignal,
  ): Promise<WrittenFile & { name: string }> {
    if (level !== 'grid') await this.#demandNoFaults(plan);
    const { ground, revision } = await this.#grounds.load(plan);
    const areas = areasOfLevel(ground, level, revision);
    const file = await exportAreas(this.#deps.files, { level, areas, format, crs }, signal);
    return { ...file, name: planFileName({ ...plan, revision }, { level, format, crs }) };
  }
}

/** Some grids as they stand: their areas, and those that are not there. */
export function standing(ground: EditableCoverage, codes: readonly string[]): Omit<ChangesAnswer, 'revision'> {
  const grids = codes.flatMap((code) => ground.find(code) ?? []);
  return { areas: areaFeatures(grids, 'grid'), removed: codes.filter((code) => !ground.find(code)) };
}
