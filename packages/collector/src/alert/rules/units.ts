const MILLIS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** `30s`, `5m`, `1.5h`, `7d` in milliseconds; `undefined` for anything else. */
export function readDuration(text: string): number | undefined {
  const [, size, unit = ""] = /^\s*(\d{1,9}(?:\.\d{1,3})?)\s*(ms|s|m|min|h|d)\s*$/.exec(text) ?? [];
  return size === undefined ? undefined : Number(size) * (MILLIS[unit] ?? 0);
}

/** `>= 50ms` in milliseconds. */
export function readAtLeast(text: string): number | undefined {
  const [, size] = /^\s*>=\s*(.*)$/.exec(text) ?? [];
  return size === undefined ? undefined : readDuration(size);
}

/** `>= 5%` as a share of 0..1. */
export function readAtLeastShare(text: string): number | undefined {
  const [, percent] = /^\s*>=\s*(\d{1,3}(?:\.\d{1,3})?)\s*%\s*$/.exec(text) ?? [];
  return percent === undefined || Number(percent) > 100 ? undefined : Number(percent) / 100;
}

/** The number in `> 1/min`, also inside a sentence: `service had > 1 request/min in the hour before`. */
export function readExpected(text: string): number | undefined {
  const [, rate] = />\s*(\d{1,9}(?:\.\d{1,3})?)\s*(?:requests?)?\s*(?:\/|per )\s*min/.exec(text) ?? [];
  return rate === undefined ? undefined : Number(rate);
}

/** A length of time as one would write it in the file. */
export function writeDuration(ms: number): string {
  for (const unit of ["d", "h", "m", "s"] as const) {
    const size = MILLIS[unit] ?? 1;
    if (ms >= size && ms % size === 0) return `${ms / size}${unit}`;
  }
  return `${ms}ms`;
}
