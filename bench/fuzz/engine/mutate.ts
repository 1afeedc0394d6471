import type { Random } from "./random.ts";

const EDGES = [0, 1, 0x7f, 0x80, 0xff, 0x22, 0x27, 0x5c, 0x0a, 0x5b, 0x7b];

type Mutation = (input: Buffer, random: Random, other: Buffer, words: readonly string[]) => Buffer;

const MUTATIONS: readonly Mutation[] = [
  function flip(input, random) {
    const copy = Buffer.from(input);
    for (let left = random.small(8); left >= 0; left -= 1) {
      const at = random.below(copy.length);
      copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8));
    }
    return copy;
  },
  function overwrite(input, random) {
    const copy = Buffer.from(input);
    copy[random.below(copy.length)] = random.chance(2) ? random.pick(EDGES) : random.below(256);
    return copy;
  },
  function cut(input, random) {
    const from = random.below(input.length);
    return joined(input.subarray(0, from), input.subarray(from + 1 + random.small(64)));
  },
  function truncate(input, random) {
    return input.subarray(0, random.below(input.length));
  },
  function repeat(input, random) {
    const from = random.below(input.length);
    const piece = input.subarray(from, from + 1 + random.small(32));
    const times = random.chance(20) ? random.small(2_000) : random.small(8);
    return joined(input.subarray(0, from), ...Array.from({ length: times }, () => piece), input.subarray(from));
  },
  function splice(input, random, other) {
    const from = random.below(other.length + 1);
    const piece = other.subarray(from, from + random.small(other.length + 1));
    const at = random.below(input.length);
    return joined(input.subarray(0, at), piece, input.subarray(at));
  },
  function word(input, random, _other, words) {
    if (words.length === 0) return input;
    const at = random.below(input.length + 1);
    const over = random.chance(2) ? random.small(8) : 0;
    return joined(input.subarray(0, at), Buffer.from(random.pick(words)), input.subarray(at + over));
  },
  function swap(input, random) {
    const at = random.below(input.length);
    const size = 1 + random.small(32);
    const next = at + size;
    return joined(
      input.subarray(0, at),
      input.subarray(next, next + size),
      input.subarray(at, next),
      input.subarray(next + size),
    );
  },
];

/** The input with one to a few things wrong. */
export function mutate(
  input: Buffer,
  random: Random,
  other: Buffer,
  words: readonly string[],
  maxBytes: number,
): Buffer {
  let made = input.length === 0 ? Buffer.from([random.below(256)]) : input;
  for (let left = random.small(4); left >= 0; left -= 1) {
    made = random.pick(MUTATIONS)(made, random, other, words);
    if (made.length === 0) made = Buffer.from([random.below(256)]);
    if (made.length > maxBytes) made = made.subarray(0, maxBytes);
  }
  return made;
}

function joined(...parts: readonly Buffer[]): Buffer {
  return Buffer.concat([...parts]);
}
