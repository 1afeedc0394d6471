import { type AlertMessage, type Notice, tell, titleOfMessage, toldOf, unnamed } from "@weir/core";
import { findingLinks } from "./links.ts";
import type { SendContext } from "./port.ts";

/** A message as plain JSON: facts for programs, sentences for people. */
export function webhookData(message: AlertMessage, context: SendContext): object {
  return {
    title: titleOfMessage(message, context.lang),
    ...message.labels,
    counts: message.counts,
    changes: toldOf(message).map((notice) => changeData(notice, context)),
    more: message.test === true ? 0 : unnamed(message),
    url: `${context.dashboard}/findings`,
    ...(message.test === true ? { test: true } : {}),
  };
}

function changeData(notice: Notice, context: SendContext): object {
  const { cause, rule, severity, service, env, version, finding, withdrawn, reminder, detail } = notice;
  const { heading, sentence, facts, chips } = tell(notice, context.lang);
  return {
    cause,
    rule,
    severity,
    at: new Date(notice.at).toISOString(),
    service,
    env,
    version,
    text: `${heading}: ${sentence}`,
    facts,
    ...(chips.length === 0 ? {} : { why: chips }),
    ...(withdrawn === undefined ? {} : { withdrawn }),
    ...(reminder === undefined ? {} : { reminder }),
    ...(detail === undefined ? {} : { detail }),
    ...(finding === undefined ? {} : { finding: findingData(finding, context) }),
  };
}

function findingData(finding: NonNullable<Notice["finding"]>, context: SendContext): object {
  const { fingerprint, kind, tier, place, routes, routeCount, saved, waitPerMinute, requests, gain } = finding;
  return {
    fingerprint,
    kind,
    tier,
    ...(place === undefined ? {} : { place }),
    routes,
    routeCount,
    savedMs: { low: saved.low, high: saved.high },
    savedShare: saved.share,
    waitPerMinuteMs: waitPerMinute,
    requests,
    ...(gain === undefined ? {} : { gain }),
    links: findingLinks(fingerprint, context),
  };
}
