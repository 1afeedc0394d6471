import { gainText, type Notice, plainText, tell } from "@weir/core";
import { say } from "@weir/core/messages";
import { findingLinks } from "../links.ts";
import type { SendContext, Standing } from "../port.ts";

/** GitHub refuses longer comments. Characters; ours stay well below. */
const MAX_COMMENT = 60_000;
const MAX_ROWS = 30;

/** Hidden in the comment: by it the comment is found again and edited in place. */
export function commentMarker(service: string, env: string): string {
  return `<!-- weir ${encodeURIComponent(service)} ${encodeURIComponent(env)} -->`;
}

/** The one comment of a pull request: everything this version brought, as it stands now. */
export function commentText(standing: readonly Standing[], service: string, env: string, context: SendContext): string {
  const { lang, dashboard } = context;
  const open = standing.filter(({ endsAt }) => endsAt === undefined);
  const over = standing.filter(({ endsAt }) => endsAt !== undefined);
  const heading = open.length === 0 ? say("alert.heading.gone", {}, lang) : countText(open.length, lang);
  const rows = [...open, ...over].slice(0, MAX_ROWS).map((one) => row(one, context));
  const rest = standing.length - rows.length;
  const text = [
    commentMarker(service, env),
    `### Weir: ${escaped(heading)} – ${escaped(service)} · ${escaped(env)}`,
    ...rows,
    ...(rest > 0 ? [`[${say("alert.more", { n: rest }, lang)}](${dashboard}/findings)`] : []),
  ].join("\n\n");
  return text.slice(0, MAX_COMMENT);
}

export function countText(open: number, lang: SendContext["lang"]): string {
  return open === 0 ? say("alert.heading.gone", {}, lang) : say("alert.count.finding.opened", { n: open }, lang);
}

function row({ finding, life, endsAt, rule }: Standing, context: SendContext): string {
  const { lang } = context;
  const cause = endsAt === undefined ? "finding.opened" : "finding.resolved";
  const notice: Notice = {
    id: "",
    at: life.at,
    cause,
    rule,
    severity: "warning",
    by: "weir",
    reason: "",
    version: life.version,
    finding,
  };
  const { sentence, place, facts, chips } = tell(notice, lang);
  const links = findingLinks(finding.fingerprint, context);
  const measured = finding.gain === undefined || endsAt === undefined ? [] : [escaped(gainText(finding.gain, lang))];
  const where = place === undefined ? "" : ` \`${place.replaceAll("`", "'")}\``;
  const buttons = [
    `[${say("alert.open", {}, lang)}](${links.open})`,
    ...(finding.hasPatch && endsAt === undefined ? [`[${say("alert.patch", {}, lang)}](${links.patch})`] : []),
  ];
  const box = endsAt === undefined ? "- [ ]" : "- [x]";
  const said = endsAt === undefined ? [...facts, ...chips].map(escaped) : measured;
  return [`${box} **${escaped(sentence)}**${where}`, said.join(" · "), buttons.join(" · ")]
    .filter((line) => line !== "")
    .join("  \n  ");
}

/** Nothing from outside may become markup, a mention or a link. */
function escaped(text: string): string {
  return plainText(text, 500)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(/([\\`*_{}[\]#|~!])/g, "\\$1")
    .replaceAll("@", "@\u200B");
}
