/**
 * A fingerprint of 53 bits to tell values apart inside the process without keeping them: two 32-bit multiplicative
 * hashes (FNV-1a with different primes) side by side. Never leaves the process; cheap, since every position of every
 * request gets one.
 */
export function fingerprint(text: string): number {
  let a = 0x811c9dc5;
  let b = 0x01000193;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x85ebca6b);
  }
  return (a >>> 0) * 2 ** 21 + (b >>> 11);
}
