import { integer, text } from "./literal.ts";
import type { Marks } from "./marks.ts";

/** Condition on `hours`: days whose detail is gone, each as it was sealed. `undefined` when there are none. */
export function sealsIn({ seals, detailFrom, from }: Marks): string | undefined {
  const days = [...seals].filter(([day]) => day < detailFrom && day >= from);
  if (days.length === 0) return undefined;
  return `(day, seal) IN (${days.map(([day, seal]) => `(${integer(Number(day))}, ${text(seal)})`).join(", ")})`;
}
