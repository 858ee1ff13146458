import { type RefObject, useLayoutEffect, useState } from 'react';

/** What the heading and the margin under the table take. */
const AROUND_PIXELS = 104;
/** About five rows: less is no table to read in, and the page scrolls instead. */
const LEAST_PIXELS = 220;

/** The height that rows have from where a table begins down to the end of the window. */
export function useHeightBelow(table: RefObject<HTMLElement | null>): number {
  const [height, setHeight] = useState(LEAST_PIXELS);
  useLayoutEffect(() => {
    const measure = () => {
      const top = table.current?.getBoundingClientRect().top ?? 0;
      setHeight(Math.max(LEAST_PIXELS, Math.round(window.innerHeight - top - AROUND_PIXELS)));
    };
    measure();
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, [table]);
  return height;
}
