/** A proof worker whose tasks do what their bytes say: what a file in the worst case does to its thread. */
export function validate(bytes) {
  const wish = Buffer.from(bytes).toString();
  if (wish === 'memory') {
    for (const kept = []; ; ) kept.push(Array(1_000).fill(kept.length));
  }
  if (wish === 'endless') for (;;);
  if (wish === 'exit') process.exit(3);
  if (wish === 'bug') throw new TypeError('a bug');
  return { value: wish };
}
