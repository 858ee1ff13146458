import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FairQueue } from '../../../server/core/people/fairQueue.ts';

const drain = (queue: FairQueue<string>): string[] => {
  const taken: string[] = [];
  for (let item = queue.take(); item !== undefined; item = queue.take()) taken.push(item);
  return taken;
};

describe('a queue that sources share', () => {
  it('serves them in turn, each in its own order', () => {
    const queue = new FairQueue<string>(10);
    for (const item of ['a1', 'a2', 'a3', 'b1', 'c1', 'b2']) queue.add(item.slice(0, 1), item);
    expect(drain(queue)).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
  });

  it('is not filled by one of them: a newcomer takes the place of its newest', () => {
    const queue = new FairQueue<string>(3);
    for (const item of ['a1', 'a2', 'a3']) expect(queue.add('a', item)).toBe(null);
    expect(queue.add('a', 'a4')).toEqual({ source: 'a', item: 'a4' });
    expect(queue.add('b', 'b1')).toEqual({ source: 'a', item: 'a3' });
    expect(queue.add('b', 'b2')).toEqual({ source: 'b', item: 'b2' });
    expect(drain(queue)).toEqual(['a1', 'b1', 'a2']);
  });

  it('refuses a newcomer only when every source has one place', () => {
    const queue = new FairQueue<string>(2);
    queue.add('a', 'a1');
    queue.add('b', 'b1');
    expect(queue.add('c', 'c1')).toEqual({ source: 'c', item: 'c1' });
  });

  it('never holds more than it may, loses nothing, and lets a source with fewest items wait least', () => {
    const arrivals = fc.array(fc.constantFrom('a', 'a', 'a', 'a', 'b', 'c', 'take'), { maxLength: 200 });
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 1, max: 6 }), (events, most) => {
        const queue = new FairQueue<string>(most);
        const out: string[] = [];
        let sent = 0;
        for (const event of events) {
          if (event === 'take') {
            const item = queue.take();
            if (item !== undefined) out.push(item);
            continue;
          }
          const alone = queue.sizeOf(event) === 0;
          const crowded = ['a', 'b', 'c'].some((source) => queue.sizeOf(source) > 1);
          const dropped = queue.add(event, `${event}${sent++}`);
          if (dropped !== null) out.push(dropped.item);
          if (alone && crowded) expect(dropped?.source).not.toBe(event);
          expect(queue.size).toBeLessThanOrEqual(most);
        }
        out.push(...drain(queue));
        expect(new Set(out).size).toBe(sent);
      }),
      { seed: 7 },
    );
  });
});
