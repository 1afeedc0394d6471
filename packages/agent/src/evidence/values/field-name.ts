/** A word as programmers write field names: words of letters, at most two digits at the end. */
const FIELD = /^[A-Za-z_$@][A-Za-z_$-]*\d{0,2}$/;
const MAX_FIELD = 40;

/**
 * What may leave the process of a name found in a request or response. Names of fields do; what could be a value that
 * serves as a key (an id, an address, a number) is replaced by a hash nobody outside can undo.
 */
export function fieldName(name: string, hash: (text: string) => string): string {
  return name.length <= MAX_FIELD && FIELD.test(name) && !looksRandom(name) ? name : `~${hash(name).slice(0, 6)}`;
}

/** Letters without vowels, or upper and lower case mixed at random, are no word of any field. */
function looksRandom(name: string): boolean {
  if (name.length < 8) return false;
  const letters = name.replaceAll(/[^A-Za-z]/g, "");
  const vowels = letters.replaceAll(/[^aeiouyAEIOUY]/g, "").length;
  const turns = name.match(/[a-z][A-Z]|[A-Z]{2}[a-z]/g)?.length ?? 0;
  return vowels < letters.length / 6 || turns > letters.length / 3;
}
