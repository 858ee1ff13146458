import type { Crs, ExportQuery, Level } from '../core/coverage/schemas.ts';
import type { KnownCaller } from '../core/people/caller.ts';
import type { BoundaryFiles } from '../files/boundaryFiles.ts';
import { MEDIA_TYPES, type WrittenFile, type WrittenFormat } from '../files/writing.ts';
import { ExportJobs } from '../jobs/exportJobs.ts';
import type { JobRow } from '../jobs/queries.ts';
import type { Jobs } from '../jobs/service.ts';
import { exportAreas } from './export.ts';
import type { CoverageService } from './service.ts';

/** A level of a generation as a file. */
interface CoverageOrder {
  generation: number;
  level: Level;
  format: WrittenFormat;
  crs: Crs;
}

/** The published coverage as files, at once or as a job. */
export class CoverageExports {
  readonly #coverage: CoverageService;
  readonly #jobs: ExportJobs<CoverageOrder>;

  constructor(coverage: CoverageService, files: BoundaryFiles, jobs: Jobs) {
    this.#coverage = coverage;
    this.#jobs = new ExportJobs(jobs, 'export', async (order, _caller, signal) => ({
      ...(await this.write(order, files, signal)),
      name: this.nameOf(order),
    }));
  }

  /** What is asked for, of the generation that is in force now or was chosen. Throws what `CoverageService.choose` throws. */
  async orderOf({ format = 'geojson', level = 'grid', crs = 'wgs84', ...choice }: ExportQuery): Promise<CoverageOrder> {
    const { generation } = await this.#coverage.choose(choice);
    return { generation, level, format, crs };
  }

  nameOf({ generation, level, format, crs }: CoverageOrder): string {
    return `${this.#coverage.district}-${level}s-generation${generation}-${crs}.${MEDIA_TYPES[format].ending}`;
  }

  async write(order: CoverageOrder, files: BoundaryFiles, signal: AbortSignal): Promise<WrittenFile> {
    const { generation, level, format, crs } = order;
    const chosen = await this.#coverage.choose({ generation });
    const areas = chosen.areas(level).map(({ properties: { code, name }, area }) => ({ code, name, area }));
    return exportAreas(files, { level, areas, format, crs }, signal);
  }

  /** Asks for the file as a job. */
  ask(caller: KnownCaller, order: CoverageOrder): Promise<JobRow> {
    const scope = this.#coverage.district;
    return this.#jobs.ask(caller, {
      order,
      scope,
      subject: scope,
      name: this.nameOf(order),
      action: 'coverage.export',
    });
  }
}
