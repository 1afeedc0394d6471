import { compareText } from "./order.ts";
import type { Document } from "./port.ts";

/** True when `a` is the newer of two documents of one key; ties break by version, then text, so order of arrival never matters. */
export function isNewer(a: Document, b: Document): boolean {
  if (a.ts !== b.ts) return a.ts > b.ts;
  const versions = compareText(a.version, b.version);
  return versions === 0 ? compareText(a.body, b.body) > 0 : versions > 0;
}
