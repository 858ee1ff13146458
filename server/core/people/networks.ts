/**
 * The network an address stands for when tries are counted: an IPv4 address by itself, of an IPv6 address the first 64 bits,
 * since whoever has one address there has all of them (RFC 6177). An IPv4 address written as IPv6 (`::ffff:…`) is the IPv4 one.
 * What is no address stands for itself.
 */
export function networkOf(address: string): string {
  const plain = address.split('%', 1)[0]?.toLowerCase() ?? '';
  if (!plain.includes(':')) return plain;
  const groups = groupsOf(plain);
  if (groups === null) return plain;
  const [a, b, c, d, e, f, g = 0, h = 0] = groups;
  if (!a && !b && !c && !d && !e && f === 0xffff) return [g >> 8, g & 255, h >> 8, h & 255].join('.');
  return `${[a, b, c, d].map((group) => (group ?? 0).toString(16)).join(':')}::/64`;
}

/** The eight groups of an IPv6 address, or null when it is none. */
function groupsOf(address: string): number[] | null {
  const [head = '', tail, ...more] = address.split('::');
  if (more.length > 0) return null;
  const before = partOf(head);
  const after = partOf(tail ?? '');
  if (before === null || after === null) return null;
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  return [...before, ...Array.from({ length: missing }, () => 0), ...after];
}

function partOf(text: string): number[] | null {
  if (text === '') return [];
  const groups: number[] = [];
  for (const part of text.split(':')) {
    const dotted = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(part);
    if (dotted !== null) {
      const [a = 0, b = 0, c = 0, d = 0] = dotted.slice(1).map(Number);
      groups.push(a * 256 + b, c * 256 + d);
    } else if (/^[0-9a-f]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16));
    else return null;
  }
  return groups;
}
