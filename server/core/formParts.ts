import { Type } from 'typebox';

/** A file that came with a form; what it is, its bytes tell, never its name. */
export interface FormFile {
  name: string;
  bytes: Uint8Array;
}

/** A part of a form that is a file. */
export const FilePart = Type.Unsafe<FormFile>({ type: 'string', format: 'binary' });
