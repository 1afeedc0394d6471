/** A set of small numbers, 30 to a word so that each stays a small integer; shorter sets end in nothing but zeros. */
export type Bits = readonly number[];

const WORD = 30;

export const NO_BITS: Bits = [];

export function withBit(bits: Bits, bit: number): Bits {
  const word = Math.floor(bit / WORD);
  const set = bits.slice();
  while (set.length <= word) set.push(0);
  set[word] = (set[word] ?? 0) | (1 << (bit % WORD));
  return set;
}

export function hasBit(bits: Bits, bit: number): boolean {
  return (((bits[Math.floor(bit / WORD)] ?? 0) >>> (bit % WORD)) & 1) === 1;
}

export function everyBit(count: number): Bits {
  return Array.from({ length: Math.ceil(count / WORD) }, () => 2 ** WORD - 1);
}

/** One of the two where it holds the other: mostly it does, and nothing new has to be made. */
export function or(a: Bits, b: Bits): Bits {
  if (holds(a, b)) return a;
  if (holds(b, a)) return b;
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  return long.map((word, i) => word | (short[i] ?? 0));
}

function holds(a: Bits, b: Bits): boolean {
  if (a === b) return true;
  if (a.length < b.length) return false;
  for (let i = 0; i < b.length; i += 1) if (((b[i] ?? 0) & ~(a[i] ?? 0)) !== 0) return false;
  return true;
}

export function and(a: Bits, b: Bits): Bits {
  const words = a.map((word, i) => word & (b[i] ?? 0));
  while (words.at(-1) === 0) words.pop();
  return words;
}

export function same(a: Bits, b: Bits): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return false;
  return true;
}
