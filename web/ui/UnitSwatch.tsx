import { unitColour } from './tokens.ts';

/** The colour a unit has on the map; its name and code always stand beside it. */
export function UnitSwatch({ code }: { code: string }) {
  const colour = unitColour(code);
  return <span className="unit-swatch" aria-hidden="true" style={{ borderColor: colour, background: `${colour}55` }} />;
}
