import type { AlertRule } from "../api/alerts.ts";
import { formatShare } from "../messages/count.ts";
import { formatMillis } from "../messages/duration.ts";
import { type Language, say } from "../messages/say.ts";

/** A rule as one sentence: when, if, and who is told. */
export function ruleSentence(rule: Pick<AlertRule, "when" | "if" | "notify" | "schedule">, lang: Language): string {
  const when = say(`alert.rule.${rule.when}`, rule.schedule ?? {}, lang);
  const parts = [
    when,
    ...conditionsOf(rule.if, lang),
    say("alert.rule.notify", { list: rule.notify.join(", ") }, lang),
  ];
  return `${parts.join(", ")}.`;
}

function conditionsOf(conditions: AlertRule["if"], lang: Language): readonly string[] {
  const lists = { envs: conditions.envs, services: conditions.services, routes: conditions.routes };
  const numbers = {
    savedP50: conditions.savedP50Ms,
    waitPerMinute: conditions.waitPerMinuteMs,
    for: conditions.forMs,
  };
  const { tiers, newSince, minRequests, savedShare, expectedPerMinute } = conditions;
  return [
    ...Object.entries(lists).flatMap(([name, list]) =>
      list === undefined ? [] : [say(`alert.rule.if.${name}`, { list: list.join(", ") }, lang)],
    ),
    ...(tiers === undefined
      ? []
      : [say("alert.rule.if.tiers", { list: tiers.map((tier) => say(`tier.${tier}`, {}, lang)).join(", ") }, lang)]),
    ...(newSince === undefined ? [] : [say("alert.rule.if.newSince", {}, lang)]),
    ...(minRequests === undefined ? [] : [say("alert.rule.if.minRequests", { n: minRequests }, lang)]),
    ...(savedShare === undefined
      ? []
      : [say("alert.rule.if.savedShare", { size: formatShare(savedShare, lang) }, lang)]),
    ...Object.entries(numbers).flatMap(([name, millis]) =>
      millis === undefined ? [] : [say(`alert.rule.if.${name}`, { size: formatMillis(millis, lang) }, lang)],
    ),
    ...(expectedPerMinute === undefined ? [] : [say("alert.rule.if.expected", { n: expectedPerMinute }, lang)]),
  ];
}
