import type { FindingDetail, Site } from "@weir/core";
import { formatMillis, formatRange, titleOf } from "@weir/core/messages";
import { shown, visibleCode } from "../format/visible.ts";
import type { Say } from "../i18n/say.ts";
import { textTimeline } from "../timeline/text-timeline.ts";

/** A finding as Markdown, for an issue or a pull request. Names from outside cannot leave their code spans. */
export function findingMarkdown(finding: FindingDetail, say: Say, locale: string, link: string): string {
  const title = titleOf(finding);
  const params = { ...title.params, call: code(title.params.call), on: code(title.params.on) };
  const lines = [
    `### ${say(title.key as "title.serial", params)}`,
    "",
    `${say("saved.upTo", { range: formatRange(finding.saved.p50, locale) })} · ${say("markdown.wait", { time: formatMillis(finding.waitPerMinute, locale) })} · ${say(`tier.${finding.tier}`)}`,
    "",
    ...places(finding),
    ...timeline(finding, say, locale),
    ...patch(finding),
    `[Weir](${link})`,
    "",
  ];
  return lines.join("\n").replaceAll("\u00a0", " ");
}

/** A text as a Markdown code span that it cannot close. */
export function code(text: string): string {
  return `\`${shown(text, 160).replaceAll("`", "ʼ")}\``;
}

/** Fences longer than any run of backticks inside. */
export function fenced(text: string, language: string): string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return [fence + language, visibleCode(text).replace(/\n$/, ""), fence, ""];
}

/** `page.ts:14 getUser` as a code span; the call alone without a place. */
export function siteText(site: Site): string {
  const place = site.file === undefined ? "" : `${site.file}:${site.line ?? "?"} ${site.function ?? ""}`;
  return place === "" ? code(site.call) : `${code(site.call)} ${code(place.trim())}`;
}

function places(finding: FindingDetail): string[] {
  return [...finding.calls.slice(0, 20).map((site, index) => `${index + 1}. ${siteText(site)}`), ""];
}

function timeline(finding: FindingDetail, say: Say, locale: string): string[] {
  if (finding.timeline === undefined) return [];
  return fenced(
    textTimeline(finding.timeline, locale, (n) => say("list.others", { n })),
    "text",
  );
}

function patch(finding: FindingDetail): string[] {
  return finding.patch === undefined || finding.patch === "" ? [] : fenced(finding.patch, "diff");
}
