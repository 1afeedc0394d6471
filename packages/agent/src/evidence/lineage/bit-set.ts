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

export function or(a: Bits, b: Bits): Bits {
  if (a === b) return a;
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  return long.map((word, i) => word | (short[i] ?? 0));
}

export function and(a: Bits, b: Bits): Bits {
  const words = a.map((word, i) => word & (b[i] ?? 0));
  while (words.at(-1) === 0) words.pop();
  return words;
}

export function same(a: Bits, b: Bits): boolean {
  return a.length === b.length && a.every((word, i) => word === b[i]);
}
