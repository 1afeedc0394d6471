import type { Range } from "../api/types.ts";

const NO_BREAK = "\u00a0";

interface Unit {
  readonly name: "ms" | "s" | "min";
  readonly millis: number;
}

const MS: Unit = { name: "ms", millis: 1 };
const S: Unit = { name: "s", millis: 1000 };
const MIN: Unit = { name: "min", millis: 60_000 };

/** `0.34 ms`, `7.2 ms`, `412 ms`, `2.4 s`, `1.5 min`. Milliseconds in; symbols of the SI, so the same in every language. */
export function formatMillis(millis: number, locale: string): string {
  const unit = unitFor(Math.abs(millis));
  return `${number(millis / unit.millis, unit, locale)}${NO_BREAK}${unit.name}`;
}

/** `171–181 ms`; one number when both ends read the same. */
export function formatRange(range: Range, locale: string): string {
  const unit = unitFor(Math.abs(range.high));
  const low = number(range.low / unit.millis, unit, locale);
  const high = number(range.high / unit.millis, unit, locale);
  return `${low === high ? low : `${low}–${high}`}${NO_BREAK}${unit.name}`;
}

/** `12 → 183 ms`, `3.68 → 3.682 s`: start and end of a call in one unit. */
export function formatSpan(start: number, end: number, locale: string): string {
  const unit = unitFor(Math.abs(end));
  if (unit === MS) return `${number(start, unit, locale)} → ${number(end, unit, locale)}${NO_BREAK}ms`;
  // Neighbours late in a long request differ by milliseconds only.
  const exact = (moment: number): string => numberFormat(locale, 3).format(moment / S.millis);
  return `${exact(start)} → ${exact(end)}${NO_BREAK}s`;
}

function unitFor(millis: number): Unit {
  if (millis < 999.5) return MS;
  return millis < 119_500 ? S : MIN;
}

function number(value: number, unit: Unit, locale: string): string {
  // `0 +` turns minus nothing into nothing.
  return numberFormat(locale, digits(Math.abs(value), unit)).format(0 + value);
}

/** Digits after the point: enough that a real wait never reads as nothing, no more than a reader compares. */
function digits(size: number, unit: Unit): number {
  if (size === 0 || size >= 99.5) return 0;
  if (unit !== MS) return size < 9.95 && unit === S ? 2 : 1;
  if (size >= 9.95) return 0;
  return size < 0.995 ? 2 : 1;
}

const formats = new Map<string, Intl.NumberFormat>();

function numberFormat(locale: string, digits: number): Intl.NumberFormat {
  const key = `${locale} ${digits}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(locale, { maximumFractionDigits: digits });
    formats.set(key, format);
  }
  return format;
}
