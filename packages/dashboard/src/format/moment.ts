const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
];

/** `3 minutes ago`. `at` is ISO 8601; a text that is no date is given back as it came. */
export function formatAgo(at: string, now: number, locale: string): string {
  const then = Date.parse(at);
  if (Number.isNaN(then)) return at;
  const passed = then - now;
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  for (const [unit, millis] of STEPS) {
    if (Math.abs(passed) >= millis) return format.format(Math.trunc(passed / millis), unit);
  }
  return format.format(0, "second");
}

/** `21 Nov, 12:04:07` in the reader's zone; with the year when it is not this one. */
export function formatMoment(at: string, now: number, locale: string): string {
  const then = new Date(at);
  if (Number.isNaN(then.getTime())) return at;
  const year = then.getFullYear() === new Date(now).getFullYear() ? {} : { year: "numeric" as const };
  return new Intl.DateTimeFormat(locale, {
    ...year,
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  }).format(then);
}

/** `12:04` for axes of up to two days, else `21 Nov`. */
export function formatTick(at: string, spanMillis: number, locale: string): string {
  const options: Intl.DateTimeFormatOptions =
    spanMillis <= 172_800_000
      ? { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }
      : { month: "short", day: "numeric" };
  return new Intl.DateTimeFormat(locale, options).format(new Date(at));
}
