import { VERDICTS } from "@weir/core";
import type { Verdict } from "@weir/core";

/** The verdicts of `verdict=unknown,data`; nothing where the address asks for none that there is. */
export function wantedVerdicts(param: string | undefined): ReadonlySet<Verdict | undefined> | undefined {
  const names = (param ?? "").split(",");
  const wanted = VERDICTS.filter((verdict) => names.includes(verdict));
  return wanted.length === 0 ? undefined : new Set(wanted);
}
