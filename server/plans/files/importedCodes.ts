import { unusable } from '../../core/coverage/intake/fileReasons.ts';
import type { FileDescription } from '../../core/coverage/intake/schemas.ts';

/** So many wrong codes are named in a refusal, the first ones. */
const MOST_NAMED = 5;

const DIGITS = { grid: 6, unit: 4 } as const;

/**
 * Throws `invalid-input` when a file's codes are not those of the district at the level it is taken in as: its areas would be taken for
 * new ones and all that is there for gone. The refusal names the codes, the column they stand in, and the columns there are.
 */
export function demandCodes(
  features: GeoJSON.FeatureCollection,
  { codeColumn, columns, layer, layers }: FileDescription,
  level: keyof typeof DIGITS,
  district: string,
): void {
  const digits = DIGITS[level];
  const codes = features.features.map(({ properties }) => String(properties?.['code'] ?? ''));
  const isOurs = (code: string) => code.length === digits && /^\d+$/.test(code) && code.startsWith(district);
  const wrong = codes.filter((code) => !isOurs(code));
  if (wrong.length === 0) return;
  const members = {
    ...(codeColumn === undefined ? {} : { codeColumn }),
    columns,
    ...(layer === undefined ? {} : { layer, layers }),
  };
  const refuse = (reason: 'codes-missing' | 'codes-foreign', detail: string) => {
    throw unusable(reason, detail, [{ path: '/file', message: detail }], members);
  };
  if (codeColumn === undefined || codes.every((code) => code === ''))
    refuse(
      'codes-missing',
      `The file names no codes of its ${level}s. Name the column that holds them (codeColumn), or have the areas numbered by where they lie (assignCodes).`,
    );
  const named = [...new Set(wrong)]
    .slice(0, MOST_NAMED)
    .map((code) => (code === '' ? 'no code' : `“${code.slice(0, 40)}”`));
  refuse(
    'codes-foreign',
    `Codes of ${level}s here have ${digits} digits and begin with ${district}; ${wrong.length} of ${codes.length} in the column “${codeColumn}” do not: ${named.join(', ')}${new Set(wrong).size > MOST_NAMED ? ' …' : ''}. Mend them, or choose another column.`,
  );
}
