import type { FindingDetail } from "@weir/core";
import type { Say } from "../i18n/say.ts";
import { findingMarkdown } from "./finding-markdown.ts";

/** A task for a coding assistant: the finding, what to keep, and how to prove the change. */
export function findingPrompt(finding: FindingDetail, say: Say, locale: string, link: string): string {
  return [
    say("prompt.task"),
    "",
    findingMarkdown(finding, say, locale, link),
    say("prompt.rules"),
    "",
    say("prompt.verify", { fingerprint: finding.fingerprint }),
    "",
  ].join("\n");
}
