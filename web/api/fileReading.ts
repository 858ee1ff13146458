import type { Crs } from '../../server/core/coverage/schemas.ts';

/** How a file is to be read; what is absent the server finds out. */
export interface FileReading {
  crs: Crs;
  snapMetres: number;
  layer?: string | undefined;
  codeColumn?: string | undefined;
  /** Number the areas by where they lie instead of reading their codes. */
  assignCodes?: boolean | undefined;
}
