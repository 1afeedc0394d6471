const C1 = 0xcc9e2d51;
const C2 = 0x1b873593;

/** Takes another 32-bit word into a hash; the step of MurmurHash3. */
export function mixed(hash: number, word: number): number {
  let part = Math.imul(word, C1);
  part = Math.imul((part << 15) | (part >>> 17), C2);
  const next = hash ^ part;
  return (Math.imul((next << 13) | (next >>> 19), 5) + 0xe6546b64) | 0;
}

/** Every bit of the answer depends on every bit of the hash; an unsigned 32-bit number. MurmurHash3's last step. */
export function finished(hash: number): number {
  let value = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/** Of a text, the same in every process and on every machine. */
export function hashOfText(text: string): number {
  let hash = text.length;
  for (const unit of Buffer.from(text)) hash = mixed(hash, unit);
  return finished(hash);
}
