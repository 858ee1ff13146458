import { PGlite } from '@electric-sql/pglite';
import { postgis } from '@electric-sql/pglite-postgis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exceptionsAsErrors } from '../../../server/db/embeddedExceptions.ts';

/** GEOS refuses a ring that is not closed by throwing; the hexadecimal form lets PostGIS store one all the same. */
const OPEN_RING =
  '010300000001000000040000000000000000003e400000000000002440000000000000444000000000000044400000000000003440000000000000444000000000000024400000000000003440';

describe('an exception of GEOS in the embedded database', () => {
  let session: PGlite;
  beforeAll(async () => {
    session = await PGlite.create({ dataDir: 'memory://', extensions: { postgis, exceptionsAsErrors } });
    await session.exec(`CREATE EXTENSION postgis; CREATE TABLE shapes (id int, shape geometry); CREATE TABLE found (area float);
      INSERT INTO shapes VALUES (1, 'POLYGON((0 0,0 1,1 1,0 0))'), (2, '${OPEN_RING}')`);
  });
  afterAll(() => session.close());
  const areaOf = (id: number) =>
    session.query<{ area: number }>(
      'SELECT ST_Area(ST_Buffer(shape, 0)) AS area FROM shapes WHERE id <= $1 ORDER BY id',
      [id],
    );

  it('is an error with the words of GEOS, again and again, and the session goes on', async () => {
    for (let i = 0; i < 100; i++) {
      await expect(areaOf(2)).rejects.toThrow(/PostGIS gave up: IllegalArgumentException: .*closed/);
      expect((await areaOf(1)).rows).toEqual([{ area: 0.5 }]);
    }
  });

  it('keeps nothing of the statement it ends, nor of its transaction', async () => {
    const insert = 'INSERT INTO found SELECT ST_Area(ST_Buffer(shape, 0)) FROM shapes';
    await expect(session.query(insert)).rejects.toThrow('PostGIS gave up');
    await expect(session.exec(`INSERT INTO found VALUES (1); ${insert}`)).rejects.toThrow('PostGIS gave up');
    await expect(
      session.transaction(async (transaction) => {
        await transaction.query('INSERT INTO found VALUES (1)');
        await transaction.query(insert);
      }),
    ).rejects.toThrow('PostGIS gave up');
    expect((await session.query('SELECT * FROM found')).rows).toEqual([]);
  });
});
