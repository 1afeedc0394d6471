import type { Finding, Site } from "@weir/core";
import { formatRange, type Language, say, titleOf } from "@weir/core/messages";
import { visibleText } from "./visible-text.ts";

/** The sentence a finding is known by. */
export function titleText(
  finding: Pick<Finding, "kind" | "tier" | "calls" | "startTogether" | "after">,
  language: Language,
): string {
  const { key, params } = titleOf(finding);
  return say(key, { ...params, call: visibleText(params.call, 80), on: visibleText(params.on, 80) }, language);
}

/** `up to 171–181 ms` */
export function savedText({ saved }: Pick<Finding, "saved">, language: Language): string {
  return plainBlanks(say("saved.upTo", { range: formatRange(saved.p50, language) }, language));
}

/** `app/page.tsx:14 getUser`; the call alone where no place is known. */
export function placeText(site: Site | undefined): string {
  if (site?.file === undefined) return visibleText(site?.call ?? "", 120);
  const name = site.function === undefined ? "" : ` ${site.function}`;
  return visibleText(`${site.file}:${site.line ?? "?"}${name}`, 160);
}

/** What a page would not break, a terminal and a file may. */
export function plainBlanks(text: string): string {
  return text.replaceAll("\u00a0", " ");
}
