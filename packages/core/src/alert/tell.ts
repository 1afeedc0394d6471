import { ALERT_CAUSES } from "../api/alerts.ts";
import type { Gain } from "../api/types.ts";
import { formatRate, formatShare } from "../messages/count.ts";
import { formatMillis, formatRange } from "../messages/duration.ts";
import { titleOf } from "../messages/finding-title.ts";
import { type Language, say } from "../messages/say.ts";
import { isMeasured } from "./gain.ts";
import { type AlertMessage, MAX_TOLD } from "./message.ts";
import type { Notice, ToldFinding } from "./state-change.ts";
import { plainText } from "./plain-text.ts";

/** One notice in words. Every text is plain, short and free of control characters; markup is the receiver's business. */
export interface NoticeText {
  /** `New needless wait` */
  readonly heading: string;
  /** What waits for what. */
  readonly sentence: string;
  /** `app/page.tsx:14`, and the function. */
  readonly place?: string;
  readonly function?: string;
  /** Saving, wait per minute, routes, version: each a short phrase. */
  readonly facts: readonly string[];
  /** Tier and why, at most three. */
  readonly chips: readonly string[];
}

/** Longest piece taken over from spans or files. */
const MAX_PIECE = 300;

export function tell(notice: Notice, lang: Language): NoticeText {
  const heading = say(headingOf(notice), {}, lang);
  const { finding } = notice;
  if (finding === undefined) return { heading, sentence: sentenceOf(notice, lang), facts: [], chips: [] };
  const { key, params } = titleOf({ ...finding, after: [] });
  const { place } = finding;
  return {
    heading,
    sentence: plainText(say(key, params, lang), MAX_PIECE),
    ...(place?.file === undefined ? {} : { place: plainText(atLine(place.file, place.line), MAX_PIECE) }),
    ...(place?.function === undefined ? {} : { function: plainText(place.function, 100) }),
    facts: factsOf(notice, finding, lang),
    chips: notice.cause === "finding.resolved" ? [] : chipsOf(finding, lang),
  };
}

/** First line of a message: what there is, and where. */
export function titleOfMessage(message: AlertMessage, lang: Language): string {
  const { service, env, version } = message.labels;
  const where = plainText([service, env, version].filter((part) => part !== undefined && part !== "").join(" · "), 200);
  const [only, ...others] = message.notices;
  const what =
    message.test === true
      ? say("alert.heading.test", {}, lang)
      : only !== undefined && others.length === 0
        ? headed(tell(only, lang))
        : countsText(message, lang);
  return where === "" ? what : `${what} – ${where}`;
}

/** `14 new needless waits · 2 fixed` */
export function countsText({ counts }: AlertMessage, lang: Language): string {
  return ALERT_CAUSES.flatMap((cause) => {
    const n = counts[cause] ?? 0;
    return n === 0 ? [] : [say(`alert.count.${cause}`, { n }, lang)];
  }).join(" · ");
}

export function toldOf(message: AlertMessage): readonly Notice[] {
  return message.notices.slice(0, MAX_TOLD);
}

/** `−96 ms measured in 3f9c1e2 (88–101 ms predicted; …)` */
export function gainText(gain: Gain, lang: Language): string {
  const { p50, range } = gain.measured;
  return say(
    isMeasured(gain) ? "alert.gain" : "alert.gain.unclear",
    {
      version: plainText(gain.after, 60),
      gain: change(p50, lang),
      range: formatRange(gain.predicted, lang),
      low: change(range.high, lang),
      high: change(range.low, lang),
      n: gain.requests.after,
    },
    lang,
  );
}

function headed({ heading, sentence }: NoticeText): string {
  return `${heading}: ${sentence}`;
}

function headingOf({ cause, withdrawn, reminder, finding }: Notice): string {
  if (withdrawn === true) return "alert.heading.withdrawn";
  if (cause === "finding.resolved" && !isMeasured(finding?.gain)) return "alert.heading.gone";
  return reminder === true ? "alert.heading.reminder" : `alert.heading.${cause}`;
}

/** A saving is a minus: the request became so much shorter. */
function change(saved: number, lang: Language): string {
  return `${saved >= 0 ? "−" : "+"}${formatMillis(Math.abs(saved), lang)}`;
}

function factsOf(notice: Notice, finding: ToldFinding, lang: Language): readonly string[] {
  const version = plainText(notice.version ?? "", 60);
  if (notice.withdrawn === true) return [say("alert.withdrawn", {}, lang)];
  if (notice.cause === "finding.resolved") {
    const { gain } = finding;
    return [
      gain === undefined ? say("alert.gain.none", { version }, lang) : gainText(gain, lang),
      ...routesOf(finding, lang),
    ];
  }
  const share = formatShare(finding.saved.share, lang);
  return [
    say("alert.saving", { range: formatRange(finding.saved, lang), share }, lang),
    say("alert.wait", { wait: formatMillis(finding.waitPerMinute, lang) }, lang),
    ...routesOf(finding, lang),
    say("alert.requests", { n: finding.requests }, lang),
    ...(version === "" ? [] : [say(versionCode(notice), { version }, lang)]),
  ];
}

function versionCode({ isNew, introduced }: Notice): string {
  if (isNew !== true) return "alert.in";
  return introduced === true ? "alert.since" : "alert.since.unmeasured";
}

function routesOf({ routes, routeCount }: ToldFinding, lang: Language): readonly string[] {
  const [first] = routes;
  if (first === undefined) return [];
  const named = plainText(first, 120);
  return [routeCount <= 1 ? named : `${named} · ${say("alert.routes", { n: routeCount }, lang)}`];
}

function chipsOf({ tier, why }: ToldFinding, lang: Language): readonly string[] {
  const reasons = why.map(
    ({ channel, reason, detail }) => `${say(`channel.${channel}`, {}, lang)}: ${say(reason, detail ?? {}, lang)}`,
  );
  return [say(`tier.${tier}`, {}, lang), ...reasons].map((chip) => plainText(chip, 160));
}

function atLine(file: string, line: number | undefined): string {
  return line === undefined ? file : `${file}:${line}`;
}

/** What is told when no finding is meant: the reason is a code, its numbers are in `detail`. */
function sentenceOf({ reason, detail = {}, service, env, version }: Notice, lang: Language): string {
  const params = { service: service ?? "", env: env ?? "", version: version ?? "", ...written(detail, lang) };
  return plainText(say(reason, params, lang), MAX_PIECE);
}

/** Lengths of time are kept as `…Ms`, rates as `rate`. */
function written(detail: Readonly<Record<string, string | number>>, lang: Language): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(detail).map(([name, value]) => {
      if (typeof value !== "number") return [name, value];
      if (name.endsWith("Ms")) return [name.slice(0, -2), formatMillis(value, lang)];
      return [name, name === "rate" ? formatRate(value, lang) : value];
    }),
  );
}
