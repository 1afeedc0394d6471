/** Where a trend went at its end, compared with what came before. */
export type Turn = "up" | "down" | "level";

/** Fewer points are no trend. */
export const FEWEST = 3;

/** A change of the end against the rest that is worth an arrow. */
const WORTH = 0.2;

/** An SVG path of a trend from the left edge to the right one, scaled to its own highest value; silence is a gap. */
export function sparkPath(values: readonly (number | null)[], width: number, height: number): string {
  const top = Math.max(...values.map((value) => value ?? 0));
  if (top === 0) return "";
  const step = width / Math.max(1, values.length - 1);
  let path = "";
  let joined = false;
  for (const [index, value] of values.entries()) {
    if (value !== null) path += `${joined ? "L" : "M"}${round(index * step)} ${round(height - (value / top) * height)}`;
    // A value on its own, between silences, is a dot.
    if (value !== null && !joined && (values[index + 1] ?? null) === null) path += "h0";
    joined = value !== null;
  }
  return path;
}

/** The last third against the rest, by their means; level with too little to compare. */
export function turnOf(values: readonly (number | null)[]): Turn {
  const seen = values.filter((value) => value !== null);
  if (seen.length < FEWEST) return "level";
  const cut = seen.length - Math.max(1, Math.floor(seen.length / 3));
  const [before, after] = [mean(seen.slice(0, cut)), mean(seen.slice(cut))];
  if (after > before * (1 + WORTH)) return "up";
  return after < before * (1 - WORTH) ? "down" : "level";
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
