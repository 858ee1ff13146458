import { type Kysely, sql } from 'kysely';
import type { Lineage } from '../core/coverage/schemas.ts';
import type { Tables } from '../db/tables.ts';

/** Where a grid's ground came from and went to, over all generations, oldest first. */
export async function lineageOf(kysely: Kysely<Tables>, district: string, code: string): Promise<Lineage['entries']> {
  const { rows } = await sql<{
    generation: number;
    effective_at: Date;
    note: string;
    code: string;
    froms: string[];
    sizes: number[];
  }>`
    WITH RECURSIVE ancestors AS (
      SELECT l.generation, l.code, l.from_code FROM grid_lineage l WHERE l.district = ${district} AND l.code = ${code}
      UNION
      SELECT l.generation, l.code, l.from_code FROM grid_lineage l
        JOIN ancestors a ON l.district = ${district} AND l.code = a.from_code AND l.generation < a.generation),
    descendants AS (
      SELECT l.generation, l.code, l.from_code FROM grid_lineage l WHERE l.district = ${district} AND l.from_code = ${code}
      UNION
      SELECT l.generation, l.code, l.from_code FROM grid_lineage l
        JOIN descendants d ON l.district = ${district} AND l.from_code = d.code AND l.generation > d.generation),
    firsts AS (
      SELECT u.first_generation AS generation, u.code FROM used_codes u
      WHERE u.district = ${district} AND (u.code = ${code} OR u.code IN (SELECT from_code FROM ancestors))
        AND NOT EXISTS (SELECT 1 FROM grid_lineage l WHERE l.district = ${district} AND l.code = u.code
          AND l.generation = u.first_generation)),
    entries AS (
      SELECT generation, code FROM ancestors UNION SELECT generation, code FROM descendants
      UNION SELECT generation, code FROM firsts)
    SELECT e.generation, g.effective_at, g.note, e.code,
      ARRAY(SELECT l.from_code::text FROM grid_lineage l
        WHERE l.district = ${district} AND l.generation = e.generation AND l.code = e.code ORDER BY l.from_code) AS froms,
      ARRAY(SELECT l.area_square_metres::float8 FROM grid_lineage l
        WHERE l.district = ${district} AND l.generation = e.generation AND l.code = e.code ORDER BY l.from_code) AS sizes
    FROM entries e JOIN generations g ON g.district = ${district} AND g.number = e.generation
    ORDER BY e.generation, e.code`.execute(kysely);
  return rows.map(({ generation, effective_at, note, code: grid, froms, sizes }) => ({
    generation,
    effectiveAt: effective_at.toISOString(),
    note,
    code: grid,
    from: froms,
    donors: froms.map((donor, d) => ({ code: donor, areaSquareMetres: sizes[d] ?? 0 })),
  }));
}
