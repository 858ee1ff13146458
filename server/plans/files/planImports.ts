import { unusable } from '../../core/coverage/intake/fileReasons.ts';
import type { ImportReport } from '../../core/coverage/intake/schemas.ts';
import type { Crs } from '../../core/coverage/schemas.ts';
import { Fault } from '../../core/fault.ts';
import type { FormFile } from '../../core/formParts.ts';
import type { KnownCaller } from '../../core/people/caller.ts';
import type { PlanImportAnswer } from '../../core/plans/requests.ts';
import type { BoundaryFiles } from '../../files/boundaryFiles.ts';
import { readFile } from '../../files/boundaryForm.ts';
import type { RequestKey } from '../../http/requestKey.ts';
import type { ProofPool } from '../../threads/proofPool.ts';
import type { PlansService } from '../service.ts';
import { demandCodes } from './importedCodes.ts';
import { importChange, importInput } from './importing.ts';

export interface PlanImportOrder {
  file: FormFile;
  level: 'grid' | 'unit';
  crs: Crs;
  snapMetres: number;
  /** Which layer of the file to take, and which of its columns for codes, where the service is not to find them itself. */
  layer: string | undefined;
  codeColumn: string | undefined;
  /** Number the areas by where they lie instead of reading their codes. */
  assignCodes: boolean;
  /** The key it was sent with; the same import is recorded once. */
  request: RequestKey | null;
}

/** Takes boundary files into plans, each as one edit that can be undone. */
export class PlanImports {
  readonly #plans: PlansService;
  readonly #files: BoundaryFiles;
  readonly #proofs: ProofPool;

  constructor(plans: PlansService, files: BoundaryFiles, proofs: ProofPool) {
    this.#plans = plans;
    this.#files = files;
    this.#proofs = proofs;
  }

  /**
   * Reads, fits and proves a file in the place of the plan's grids. Faults that are left are the plan's then, to be mended; throws
   * `coverage-broken` with the places of those that nobody could mend by a border: codes, and areas of which nothing is left.
   */
  async take(caller: KnownCaller, id: string, order: PlanImportOrder): Promise<PlanImportAnswer> {
    const { request } = order;
    const earlier = request && (await this.#plans.answeredBefore(caller, id, request));
    if (earlier) return { ...(earlier.answer as Omit<PlanImportAnswer, 'edit'>), edit: earlier.edit };
    const ground = await this.#plans.groundForEdit(caller, id);
    const { file, level, layer, codeColumn, assignCodes } = order;
    const district = ground.district.code;
    const read = await readFile(this.#files, 'file', file, { layer, codeColumn, district });
    if (!assignCodes) demandCodes(read.features, read.description, level, district);
    const { report, candidate } = await this.#proofs.plan(
      {
        ...importInput(ground, read.features, order),
        snapMetres: order.snapMetres,
        fileNotes: read.description.notes,
        fileAreas: read.features.features.length,
        declaredCrs: read.description.declaredCrs,
        outlineInForce: ground.mandated.area,
      },
      () => undefined,
    );
    const empty = new Set(candidate.grids.flatMap(({ code, area }) => (area.length === 0 ? [code] : [])));
    // What no edit of a border could mend: a code that is none or is given twice, and an area of which nothing is left.
    const faults = report.faults.filter(
      ({ kind, grids }) =>
        kind === 'wrong-parent' ||
        (kind === 'duplicate' && grids.length < 2) ||
        (kind === 'not-simple' && grids.some((code) => empty.has(code))),
    );
    if (faults.length > 0) throw broken(faults, report.fileNotes);
    const { change, difference } = await importChange(ground, candidate, this.#proofs);
    const args = {
      file: order.file.name.slice(0, 200),
      level: order.level,
      crs: order.crs,
      snapMetres: order.snapMetres,
    };
    const answer: Omit<PlanImportAnswer, 'edit'> = { report, difference, file: read.description };
    const prepared = { kind: 'import', op: 'import', note: `${change?.note}: ${args.file}`, args, answer } as const;
    const edit = change
      ? await this.#plans
          .applyChange(caller, id, prepared, change, request)
          .catch((error: unknown) => Promise.reject(doubtingTheDatum(error, report.fileNotes)))
      : null;
    return { ...answer, edit };
  }
}

/** The refusal of a file with areas that no edit could mend; what was to be said of the whole file comes first. */
function broken(faults: ImportReport['faults'], notes: ImportReport['fileNotes'] = []): Fault {
  const said = notes.find(({ severity }) => severity === 'error')?.message ?? faults[0]?.message;
  return new Fault('coverage-broken', said ?? 'The file has areas that cannot be taken in.', [], { faults, notes });
}

/** A file read in the wrong datum reaches over the plan's edge everywhere: then that, and not anybody's rights, is the reason. */
function doubtingTheDatum(error: unknown, notes: ImportReport['fileNotes'] = []): unknown {
  const hint = notes.find(({ crs }) => crs !== undefined);
  if (!hint || !(error instanceof Fault) || error.code !== 'forbidden') return error;
  const detail = `${hint.message} As it is, the file would change ${(error.members['grids'] as string[]).join(', ')}, outside the plan.`;
  return unusable('datum-doubtful', detail, [{ path: '/crs', message: hint.message }], { crs: hint.crs, notes });
}
