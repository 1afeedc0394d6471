/** FNV-1a (Fowler, Noll, Vo) of a text in 16 hex: a stable digest for tests, where the collector uses SHA-256. */
export function testDigest(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let index = 0; index < text.length; index += 1) {
    hash = ((hash ^ BigInt(text.charCodeAt(index))) * 0x100000001b3n) & 0xffffffffffffffffn;
  }
  return hash.toString(16).padStart(16, "0");
}
