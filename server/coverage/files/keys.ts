/** Property names taken for an area's code and name, in the order in which they are preferred; case does not matter. */
const CODE_NAMES = [
  'code',
  '网格编码',
  '网格代码',
  '编码',
  '代码',
  'gridcode',
  'grid_code',
  'wgbm',
  'wgdm',
  'bm',
  'dm',
  'adcode',
  '区划代码',
  'xzqdm',
  'id',
];
const NAME_NAMES = ['name', '网格名称', '名称', '单元名称', 'gridname', 'grid_name', 'wgmc', 'mc', 'xzqmc', 'title'];

type Properties = Readonly<Record<string, unknown>>;

function find(names: readonly string[], features: readonly Properties[]): string | undefined {
  const present = new Map<string, string>();
  for (const properties of features) {
    for (const [key, value] of Object.entries(properties)) {
      if (value !== null && value !== '') present.set(key.trim().toLowerCase(), key);
    }
  }
  for (const name of names) {
    const key = present.get(name);
    if (key !== undefined) return key;
  }
  return undefined;
}

/** The properties that hold the areas' codes and names, as far as they can be told from how they are called. */
export const findKeys = (features: readonly Properties[]): { code?: string; name?: string } => {
  const code = find(CODE_NAMES, features);
  const name = find(NAME_NAMES, features);
  return { ...(code === undefined ? {} : { code }), ...(name === undefined ? {} : { name }) };
};

/**
 * A code as text. A code that a spreadsheet or a number column has robbed of its leading zero has an odd number of digits,
 * which no code has: it gets its zero back.
 */
export function codeText(value: unknown): { code: string; mended: boolean } | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const text = String(value).trim();
  if (text === '') return null;
  const mended = typeof value === 'number' && /^(\d|\d{3}|\d{5})$/.test(text);
  return { code: mended ? `0${text}` : text, mended };
}
