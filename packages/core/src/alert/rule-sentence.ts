import type { AlertRule } from "../api/alerts.ts";
import { formatShare } from "../messages/count.ts";
import { formatMillis } from "../messages/duration.ts";
import type { Params } from "../messages/message.ts";
import { type Language, say } from "../messages/say.ts";

type SpokenRule = Pick<AlertRule, "when" | "if" | "notify" | "schedule">;
/** The sentence of a code in some language. */
type Speak = (code: string, params: Params) => string;

/** A rule as one sentence: when, if, and who is told. */
export function ruleSentence(rule: SpokenRule, lang: Language): string {
  return ruleSentenceIn(rule, (code, params) => say(code, params, lang), lang);
}

/** Like {@link ruleSentence}, out of a catalogue that the caller has at hand: a page loads one language only. */
export function ruleSentenceIn(rule: SpokenRule, speak: Speak, lang: Language): string {
  const parts = [
    speak(`alert.rule.${rule.when}`, rule.schedule ?? {}),
    ...conditionsOf(rule.if, speak, lang),
    ...(rule.notify.length === 0 ? [] : [speak("alert.rule.notify", { list: rule.notify.join(", ") })]),
  ];
  return `${parts.join(", ")}.`;
}

function conditionsOf(conditions: AlertRule["if"], speak: Speak, lang: Language): readonly string[] {
  const lists = { envs: conditions.envs, services: conditions.services, routes: conditions.routes };
  const numbers = {
    savedP50: conditions.savedP50Ms,
    waitPerMinute: conditions.waitPerMinuteMs,
    for: conditions.forMs,
  };
  const { tiers, newSince, minRequests, savedShare, expectedPerMinute } = conditions;
  return [
    ...Object.entries(lists).flatMap(([name, list]) =>
      list === undefined ? [] : [speak(`alert.rule.if.${name}`, { list: list.join(", ") })],
    ),
    ...(tiers === undefined
      ? []
      : [speak("alert.rule.if.tiers", { list: tiers.map((tier) => speak(`tier.${tier}`, {})).join(", ") })]),
    ...(newSince === undefined ? [] : [speak("alert.rule.if.newSince", {})]),
    ...(minRequests === undefined ? [] : [speak("alert.rule.if.minRequests", { n: minRequests })]),
    ...(savedShare === undefined ? [] : [speak("alert.rule.if.savedShare", { size: formatShare(savedShare, lang) })]),
    ...Object.entries(numbers).flatMap(([name, millis]) =>
      millis === undefined ? [] : [speak(`alert.rule.if.${name}`, { size: formatMillis(millis, lang) })],
    ),
    ...(expectedPerMinute === undefined ? [] : [speak("alert.rule.if.expected", { n: expectedPerMinute })]),
  ];
}
