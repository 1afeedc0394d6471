import { type AlertMessage, type Notice, plainText, tell, titleOfMessage, toldOf, unnamed } from "@weir/core";
import { type Language, say } from "@weir/core/messages";
import { findingLinks } from "../links.ts";
import type { SendContext } from "../port.ts";

/** Slack's limits, and ours below them: of all text together it refuses more than about 10,000 characters. */
const MAX_HEADER = 150;
const MAX_SECTION = 1_500;
const MAX_ALL = 9_000;

export interface SlackBody {
  /** For notifications and screen readers. */
  readonly text: string;
  readonly blocks: readonly object[];
}

/** A message as Block Kit. Everything from outside is escaped, so that no span can mention a channel or set a link. */
export function slackBody(message: AlertMessage, context: SendContext): SlackBody {
  const { lang } = context;
  const title = titleOfMessage(message, lang);
  const blocks: object[] = [header(title)];
  let size = title.length * 2;
  let told = 0;
  for (const notice of message.test === true ? [] : toldOf(message)) {
    const [text, ...others] = noticeBlocks(notice, context);
    const more = JSON.stringify([text, ...others]).length;
    // What does not fit is counted below, never cut in the middle.
    if (size + more > MAX_ALL) break;
    blocks.push({ type: "divider" }, text ?? {}, ...others);
    size += more;
    told += 1;
  }
  if (message.test === true) blocks.push(section(escaped(say("alert.test", {}, lang))));
  const rest = unnamed(message) + toldOf(message).length - told;
  if (rest > 0 && message.test !== true) {
    blocks.push(section(`<${context.dashboard}/findings|${say("alert.more", { n: rest }, lang)}>`));
  }
  return { text: escaped(title), blocks };
}

function noticeBlocks(notice: Notice, context: SendContext): readonly object[] {
  const { lang } = context;
  const told = tell(notice, lang);
  const where =
    told.place === undefined
      ? ""
      : `\n\`${code(told.place)}\`${told.function === undefined ? "" : ` · ${escaped(told.function)}`}`;
  const facts = told.facts.length === 0 ? "" : `\n${told.facts.map(escaped).join(" · ")}`;
  const blocks: object[] = [section(`*${escaped(told.heading)}*\n${escaped(told.sentence)}${where}${facts}`)];
  if (told.chips.length > 0) {
    blocks.push({
      type: "context",
      elements: [{ type: "mrkdwn", text: told.chips.map(escaped).join("  ·  ").slice(0, 600) }],
    });
  }
  const { finding } = notice;
  if (finding !== undefined)
    blocks.push(buttons(finding.fingerprint, finding.hasPatch && notice.cause !== "finding.resolved", context, lang));
  return blocks;
}

function buttons(fingerprint: string, hasPatch: boolean, context: SendContext, lang: Language): object {
  const links = findingLinks(fingerprint, context);
  const names = hasPatch ? (["open", "patch", "snooze"] as const) : (["open", "snooze"] as const);
  return {
    type: "actions",
    elements: names.map((name) => ({
      type: "button",
      text: { type: "plain_text", text: say(`alert.${name}`, {}, lang) },
      url: links[name],
      ...(name === "open" ? { style: "primary" } : {}),
    })),
  };
}

function header(title: string): object {
  return { type: "header", text: { type: "plain_text", text: plainText(title, MAX_HEADER) } };
}

function section(text: string): object {
  return { type: "section", text: { type: "mrkdwn", text: text.slice(0, MAX_SECTION) } };
}

/** The three characters that mean something in Slack's text, and the marks of its emphasis. */
function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/([*_~`])/g, "\u200B$1");
}

function code(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("`", "'");
}
