import type { AlertMessage } from "@weir/core";
import type { Send } from "../../net/guarded-request.ts";
import type { AlertmanagerSettings } from "../../settings.ts";
import { outcomeOf } from "../outcome.ts";
import type { Receiver, ReceiverLimits, SendContext, SendOutcome } from "../port.ts";
import { changeAlert, type PrometheusAlert, standingAlert } from "./alert-labels.ts";

const DAY_MS = 86_400_000;
/** Alertmanager ends what is not repeated before this. Milliseconds. */
const HOLDS_MS = 5 * 60_000;
const REPEAT_MS = 60_000;
/** Alerts in one request. */
const AT_ONCE = 200;

/** Pushes to Alertmanager's API. It groups and repeats to people by itself, so it always gets everything that holds. */
export class Alertmanager implements Receiver {
  readonly kind = "alertmanager";
  readonly target: string;
  readonly limits: ReceiverLimits = { paceMs: 0, giveUpAfterMs: 4 * DAY_MS, groupsItself: true, repeatMs: REPEAT_MS };
  readonly #settings: AlertmanagerSettings;
  readonly #send: Send;

  constructor(settings: AlertmanagerSettings, send: Send) {
    this.#settings = settings;
    this.#send = send;
    this.target = new URL(settings.url.reveal()).host;
  }

  body(message: AlertMessage, context: SendContext): string {
    return JSON.stringify(this.#alerts(message, context));
  }

  send(message: AlertMessage, context: SendContext): Promise<SendOutcome> {
    return this.#post(this.#alerts(message, context), context);
  }

  repeat(context: SendContext): Promise<SendOutcome> {
    return this.#post(standing(context), context);
  }

  #alerts(message: AlertMessage, context: SendContext): readonly PrometheusAlert[] {
    const named = new Set(message.notices.flatMap(({ finding }) => finding?.fingerprint ?? []));
    const others = message.notices.filter(({ finding }) => finding === undefined);
    const test = message.test === true ? [testAlert(message, context)] : [];
    return [...standing(context, named), ...others.map((notice) => changeAlert(notice, context)), ...test];
  }

  async #post(alerts: readonly PrometheusAlert[], context: SendContext): Promise<SendOutcome> {
    let outcome: SendOutcome = { kind: "sent", status: 200 };
    for (let at = 0; at < alerts.length && outcome.kind === "sent"; at += AT_ONCE) {
      const { token, url } = this.#settings;
      const answer = await this.#send({
        method: "POST",
        url: `${url.reveal().replace(/\/+$/, "")}/api/v2/alerts`,
        headers: {
          "content-type": "application/json",
          ...(token === undefined ? {} : { authorization: `Bearer ${token.reveal()}` }),
        },
        body: JSON.stringify(alerts.slice(at, at + AT_ONCE)),
        timeoutMs: 15_000,
      });
      outcome = outcomeOf(answer, context.now);
    }
    return outcome;
  }
}

/**
 * What holds carries the moment until which it holds unless repeated; what has ended is repeated for as long, and once
 * more when it is named, in case nobody was there to hear it.
 */
function standing(context: SendContext, named: ReadonlySet<string> = new Set()): readonly PrometheusAlert[] {
  const { now } = context;
  const until = new Date(now + HOLDS_MS).toISOString();
  return context.standing
    .filter(({ endsAt, finding }) => endsAt === undefined || now - endsAt <= HOLDS_MS || named.has(finding.fingerprint))
    .map((one) => ({ endsAt: until, ...standingAlert(one, context) }));
}

function testAlert(message: AlertMessage, { now, dashboard }: SendContext): PrometheusAlert {
  return {
    labels: { alertname: "WeirTest", severity: "info" },
    annotations: { summary: "Weir can reach this Alertmanager" },
    startsAt: new Date(message.at).toISOString(),
    endsAt: new Date(now + REPEAT_MS).toISOString(),
    generatorURL: `${dashboard}/alerts`,
  };
}
