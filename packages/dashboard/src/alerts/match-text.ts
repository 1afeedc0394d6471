import type { AlertMatch } from "@weir/core";
import { alertText } from "../i18n/alert-text.ts";

/** What a silence or a mute holds back, field by field; a cause by its own words. */
export function matchParts(match: AlertMatch): readonly string[] {
  const { cause, ...fields } = match;
  return [
    ...(cause === undefined ? [] : [alertText(`alert.heading.${cause}`)]),
    ...Object.values(fields).filter((value): value is string => typeof value === "string"),
  ];
}
