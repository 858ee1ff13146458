import { useFormats } from '../../../ui/formats.ts';
import type { GridFigures } from '../figures/figures.ts';

/** Smaller differences of area are the lattice's rounding. */
const LEAST = 0.05;

/** How much more or less something becomes; nothing where it stays. */
export function Difference({ value, measure }: { value: number; measure: keyof GridFigures }) {
  const formats = useFormats();
  if (Math.abs(value) < LEAST) return null;
  const size = measure === 'area' ? formats.area(Math.abs(value)) : formats.count(Math.abs(value));
  return (
    <span className={value > 0 ? 'difference more' : 'difference less'}>
      {value > 0 ? '+' : '−'}
      {size}
    </span>
  );
}
