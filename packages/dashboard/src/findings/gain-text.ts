import type { Gain } from "@weir/core";
import { formatMillis } from "@weir/core/messages";

/** What a fix measurably changed: `−96 ms` is faster, `+12 ms` slower. */
export function gainText({ measured: { p50 } }: Pick<Gain, "measured">, locale: string): string {
  const size = formatMillis(Math.abs(p50), locale);
  return p50 === 0 ? size : `${p50 > 0 ? "−" : "+"}${size}`;
}
