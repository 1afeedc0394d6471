/** 32-bit FNV-1a: one stable number per text, so every answer depends only on the seed and what was asked. */
export function hash(text: string): number {
  let value = 0x81_1c_9d_c5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01_00_01_93);
  }
  // FNV leaves neighbouring texts close together in the high bits; two rounds of mixing spread them.
  value = Math.imul(value ^ (value >>> 16), 0x85_eb_ca_6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2_b2_ae_35);
  return (value ^ (value >>> 16)) >>> 0;
}

/** A number in [0, 1) that is always the same for the same text. */
export function share(text: string): number {
  return hash(text) / 0x1_00_00_00_00;
}

/** An integer in [low, high], always the same for the same text. */
export function between(text: string, low: number, high: number): number {
  return low + Math.floor(share(text) * (high - low + 1));
}

/** One of `choices`, always the same for the same text. */
export function pick<T>(text: string, choices: readonly [T, ...T[]]): T {
  return choices[hash(text) % choices.length] ?? choices[0];
}

/** An opaque identifier such as `usr_9f3a61c2e0b7`. */
export function opaqueId(prefix: string, text: string): string {
  const high = hash(`${prefix}/${text}`).toString(16).padStart(8, "0");
  const low = hash(`${text}/${prefix}`).toString(16).padStart(8, "0");
  return `${prefix}_${high}${low.slice(0, 4)}`;
}
