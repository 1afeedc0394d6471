/**
 * Text from outside made fit for a message: control characters, line breaks and characters that turn the reading
 * direction or hide go, and what is too long is cut at a whole character.
 */
export function plainText(text: string, maxLength: number): string {
  const clean = text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replaceAll(/[\p{Cf}\p{Cs}\p{Co}]/gu, "")
    .trim();
  if (clean.length <= maxLength) return clean;
  // Half a surrogate pair at the cut is no character.
  return `${clean.slice(0, maxLength - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
