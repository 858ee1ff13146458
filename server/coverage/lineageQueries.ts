import { type Kysely, sql } from 'kysely';
import type { Lineage } from '../core/coverage/schemas.ts';
import type { Tables } from '../db/tables.ts';

/** Where a grid's ground came from and went to, over all generations, oldest first. */
export async function lineageOf(kysely: Kysely<Tables>, district: string, code: string): Promise<Lineage['entries']> {
  const { rows } = await sql<{ generation: number; effective_at: Date; note: string; code: string; froms: string[] }>`
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
      SELECT first_generation AS generation, code, NULL::char(6) AS from_code FROM used_codes
      WHERE district = ${district} AND code = ${code}
        AND NOT EXISTS (SELECT 1 FROM grid_lineage l WHERE l.district = ${district} AND l.code = ${code}
          AND l.generation = used_codes.first_generation))
    SELECT s.generation, g.effective_at, g.note, s.code,
      COALESCE(array_agg(s.from_code ORDER BY s.from_code) FILTER (WHERE s.from_code IS NOT NULL), '{}') AS froms
    FROM (SELECT * FROM ancestors UNION SELECT * FROM descendants UNION SELECT * FROM firsts) s
    JOIN generations g ON g.district = ${district} AND g.number = s.generation
    GROUP BY s.generation, g.effective_at, g.note, s.code ORDER BY s.generation, s.code`.execute(kysely);
  return rows.map(({ generation, effective_at, note, code: grid, froms }) => ({
    generation,
    effectiveAt: effective_at.toISOString(),
    note,
    code: grid,
    from: froms,
  }));
}
