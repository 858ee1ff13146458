import type { Impact, ImpactGrid } from '../../../server/core/plans/impactSchemas.ts';

type Passage = Impact['passages'][number];

/** Ground that passes from one grid to another; null is nobody. `name` tells it from the others. */
export interface PassageRow extends Passage {
  name: string;
}

/** The ground that changes hands, the largest first. What stays and what is mere rounding is not among it. */
export const passageRows = (passages: readonly Passage[]): PassageRow[] =>
  passages
    .filter(({ from, to, rounding }) => from !== to && !rounding)
    .map((passage) => ({ ...passage, name: `${passage.from ?? ''}>${passage.to ?? ''}` }))
    .sort((a, b) => b.areaSquareMetres - a.areaSquareMetres);

/** The area of a row as it is shown and summed. */
export const wholeSquareMetres = ({ areaSquareMetres }: Pick<PassageRow, 'areaSquareMetres'>): number =>
  Math.round(areaSquareMetres);

/** How many borders bend within their rounding, no wider than a lattice unit. */
export const countRoundings = (passages: readonly Passage[]): number =>
  passages.filter(({ from, to, rounding }) => from !== to && rounding).length;

/** A part of a grid's ground: what stayed, what came from a grid or went to one, or what rounding makes of it. */
export interface AccountPart {
  kind: 'stays' | 'from' | 'to' | 'rounding';
  /** Null is nobody. */
  grid: string | null;
  squareMetres: number;
}

/** A grid's ground after the plan, or of one that is retired before it, in whole square metres: the parts add up to the total. */
export interface GroundAccount {
  code: string;
  kind: ImpactGrid['kind'];
  totalSquareMetres: number;
  parts: readonly AccountPart[];
}

/** What the ground of each grid that is new, changed or gone is made of, or went to. */
export const groundAccounts = ({ grids, passages }: Pick<Impact, 'grids' | 'passages'>): GroundAccount[] =>
  grids.flatMap(({ code, kind, before, after }): GroundAccount[] => {
    if (kind === 'retired' && before) return [accountOf(code, kind, before.areaSquareMetres, outOf(passages, code))];
    const isReshaped = kind === 'created' || kind === 'changed';
    return isReshaped && after ? [accountOf(code, kind, after.areaSquareMetres, into(passages, code))] : [];
  });

const into = (passages: readonly Passage[], code: string): AccountPart[] =>
  passages
    .filter(({ to, rounding }) => to === code && !rounding)
    .map(({ from, areaSquareMetres }): AccountPart => {
      const kind = from === code ? 'stays' : 'from';
      return { kind, grid: from, squareMetres: areaSquareMetres };
    })
    .sort((a, b) => Number(b.kind === 'stays') - Number(a.kind === 'stays') || b.squareMetres - a.squareMetres);

const outOf = (passages: readonly Passage[], code: string): AccountPart[] =>
  passages
    .filter(({ from, rounding }) => from === code && !rounding)
    .map(({ to, areaSquareMetres }): AccountPart => ({ kind: 'to', grid: to, squareMetres: areaSquareMetres }))
    .sort((a, b) => b.squareMetres - a.squareMetres);

/** Rounds the parts so that they still add up: the largest one takes what rounding leaves over. */
function accountOf(code: string, kind: ImpactGrid['kind'], total: number, named: AccountPart[]): GroundAccount {
  const rest = named.reduce((left, { squareMetres }) => left - squareMetres, total);
  const all: AccountPart[] =
    Math.abs(rest) < 0.5 ? named : [...named, { kind: 'rounding', grid: null, squareMetres: rest }];
  const parts = all.map((part) => ({ ...part, squareMetres: Math.round(part.squareMetres) }));
  const totalSquareMetres = Math.round(total);
  const [largest] = parts.toSorted((a, b) => b.squareMetres - a.squareMetres);
  if (largest) largest.squareMetres += parts.reduce((left, part) => left - part.squareMetres, totalSquareMetres);
  return { code, kind, totalSquareMetres, parts };
}
