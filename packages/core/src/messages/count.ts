const counts = new Map<string, Intl.NumberFormat>();

function format(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  let made = counts.get(key);
  if (made === undefined) {
    made = new Intl.NumberFormat(locale, options);
    counts.set(key, made);
  }
  return made;
}

/** `1,204` */
export function formatCount(value: number, locale: string): string {
  return format(locale, { maximumFractionDigits: 0 }).format(value);
}

/** A rate per minute: `14`, `0.4`, never `0` for a rate above nothing. */
export function formatRate(value: number, locale: string): string {
  if (value > 0 && value < 0.1) return `<${format(locale, { maximumFractionDigits: 1 }).format(0.1)}`;
  return format(locale, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}

/** A share of 0..1 as `96 %`. Rounds towards the middle: only a whole reads 100 %, only nothing reads 0 %. */
export function formatShare(share: number, locale: string): string {
  let percent = Math.round(share * 100);
  if (percent === 100 && share < 1) percent = 99;
  if (percent === 0 && share > 0) return `<1\u00a0%`;
  return `${formatCount(percent, locale)}\u00a0%`;
}

/** `1.2 GB`, decimal units. */
export function formatBytes(bytes: number, locale: string): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${format(locale, { maximumFractionDigits: value < 10 && unit > 0 ? 1 : 0 }).format(value)}\u00a0${units[unit]}`;
}
