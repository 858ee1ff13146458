import type { Pool } from 'pg';
import { describe, expect, it } from 'vitest';
import { WriteProof } from '../../../server/db/writeProof.ts';

/** A database that answers when told to. */
function answering() {
  const asked: { answer: (rows?: object[]) => void; fail: (error: Error) => void }[] = [];
  const clock = { now: 1_000_000 };
  const pool = {
    query: () =>
      new Promise((resolve, reject) => {
        asked.push({ answer: (rows = [{ read_only: 'off' }]) => resolve([{ rows }]), fail: reject });
      }),
  } as unknown as Pool;
  return { asked, clock, proof: new WriteProof(pool, () => clock.now) };
}

describe('a proof that the database takes a write', () => {
  it('is asked for once for all who ask at the same time, and holds for three seconds', async () => {
    const { asked, clock, proof } = answering();
    const all = Array.from({ length: 50 }, () => proof.give());
    clock.now += 60_000;
    all.push(proof.give());
    asked[0]?.answer();
    await Promise.all(all);
    clock.now += 2_900;
    await proof.give();
    expect(asked).toHaveLength(1);
    clock.now += 200;
    const later = proof.give();
    expect(asked).toHaveLength(2);
    asked[1]?.answer();
    await later;
  });

  it('that failed does not hold', async () => {
    const { asked, proof } = answering();
    const failing = proof.give();
    asked[0]?.fail(new Error('no room'));
    await expect(failing).rejects.toThrow('no room');
    const again = proof.give();
    asked[1]?.answer();
    await again;
  });

  it('does not hold where a connection has broken since', async () => {
    const { asked, proof } = answering();
    const first = proof.give();
    asked[0]?.answer();
    await first;
    proof.forget();
    const second = proof.give();
    expect(asked).toHaveLength(2);
    asked[1]?.answer();
    await second;
  });

  it('is none where transactions are read only', async () => {
    const { asked, proof } = answering();
    const given = proof.give();
    asked[0]?.answer([{ read_only: 'on' }]);
    await expect(given).rejects.toMatchObject({ code: '25006' });
  });
});
