import { codeText } from './codeText.ts';

/**
 * How the columns of an area's code and name are called, in the order in which they are preferred. Compared without case, blanks,
 * underscores and hyphens.
 */
const CODE_NAMES = [
  'code',
  '网格编码',
  '网格代码',
  '网格编号',
  '网格号',
  '单元编码',
  '单元代码',
  '单元编号',
  '片区编码',
  '片区代码',
  '片区编号',
  'gridcode',
  'gridid',
  'gridno',
  'wgbm',
  'wgdm',
  'wgbh',
  'wgcode',
  'wgid',
  'dybm',
  'dydm',
  '编码',
  '代码',
  '编号',
  '代号',
  'bm',
  'dm',
  'bh',
  'unitcode',
  '区划代码',
  '区划编码',
  '行政区划代码',
  'adcode',
  'xzqdm',
  'id',
];
const NAME_NAMES = [
  'name',
  '网格名称',
  '网格名',
  '单元名称',
  '片区名称',
  '名称',
  'gridname',
  'unitname',
  'wgmc',
  'dymc',
  'mc',
  'xzqmc',
  'title',
];

type Properties = Readonly<Record<string, unknown>>;

const headingOf = (key: string): string =>
  key
    .normalize('NFKC')
    .replace(/[\s_\-\u200B-\u200F\uFEFF]/gu, '')
    .toLowerCase();

/** The columns that are called like one of the names, in the names' order. */
function called(names: readonly string[], features: readonly Properties[]): string[] {
  const present = new Map<string, string>();
  for (const properties of features) {
    for (const [key, value] of Object.entries(properties)) {
      const heading = headingOf(key);
      if (value !== null && value !== '' && !present.has(heading)) present.set(heading, key);
    }
  }
  return names.flatMap((name) => present.get(name) ?? []);
}

/** The property that holds the areas' names, as far as it can be told from how it is called. */
export const findNameColumn = (features: readonly Properties[]): string | undefined => called(NAME_NAMES, features)[0];

/** The property that holds the areas' codes, and whether its values say so and not its name. */
export interface CodeColumn {
  name: string;
  isByContent: boolean;
}

/**
 * The column of the codes: of those called like one the first whose every value is a code, else any in which every feature has a
 * code of its own, as in a KML whose placemarks are named by them, else the first that is called like one.
 */
export function findCodeColumn(features: readonly Properties[], district?: string): CodeColumn | undefined {
  const candidates = called(CODE_NAMES, features);
  const fitting = candidates.find((key) => holdsCodes(features, key, district, false));
  if (fitting !== undefined) return { name: fitting, isByContent: false };
  const keys = new Set(features.flatMap((properties) => Object.keys(properties)));
  const content = [...keys].find((key) => holdsCodes(features, key, district, true));
  if (content !== undefined) return { name: content, isByContent: true };
  return candidates[0] === undefined ? undefined : { name: candidates[0], isByContent: false };
}

/** Are the values of a column codes of one level? With `isStrict` each feature has one that no other has, of unit or grid. */
function holdsCodes(
  features: readonly Properties[],
  key: string,
  district: string | undefined,
  isStrict: boolean,
): boolean {
  const seen = new Set<string>();
  let length: number | undefined;
  for (const properties of features) {
    const text = codeText(properties[key], district);
    if (!text) {
      if (isStrict) return false;
      continue;
    }
    const { code } = text;
    length ??= code.length;
    if (!/^(\d{2}){1,3}$/.test(code) || code.length !== length || !code.startsWith(district ?? '')) return false;
    if (isStrict && (length === 2 || seen.has(code))) return false;
    seen.add(code);
  }
  return seen.size > 0;
}
