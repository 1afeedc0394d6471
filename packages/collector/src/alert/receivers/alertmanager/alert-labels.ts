import { type Notice, plainText, type StateChange, tell } from "@weir/core";
import { findingLinks } from "../links.ts";
import type { SendContext, Standing } from "../port.ts";

/** One alert in the form that Prometheus' Alertmanager takes. */
export interface PrometheusAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt?: string;
  readonly generatorURL: string;
}

/** Longest label value and annotation. */
const MAX_VALUE = 300;

/**
 * Labels identify: they are the same for as long as the finding is, so no time, no number and no version that changes.
 * Annotations describe.
 */
export function standingAlert(standing: Standing, context: SendContext): PrometheusAlert {
  const { life, finding, severity, rule, startsAt, endsAt } = standing;
  const notice: Notice = {
    id: "",
    at: startsAt,
    cause: endsAt === undefined ? "finding.opened" : "finding.resolved",
    service: life.service,
    env: life.env,
    version: life.version,
    finding,
    by: "weir",
    reason: "",
    rule,
    severity: "warning",
  };
  return {
    labels: labels({
      alertname: "WeirNeedlessWait",
      fingerprint: finding.fingerprint,
      service: life.service,
      env: life.env,
      severity,
      rule,
      kind: finding.kind,
    }),
    annotations: annotations(notice, context),
    startsAt: new Date(startsAt).toISOString(),
    ...(endsAt === undefined ? {} : { endsAt: new Date(endsAt).toISOString() }),
    generatorURL: findingLinks(finding.fingerprint, context).open,
  };
}

/** What is not about a finding, as an alert of its own name. */
export function changeAlert(notice: Notice, context: SendContext): PrometheusAlert {
  const { service, env, severity, rule, cause } = notice;
  return {
    labels: labels({ alertname: alertName(cause), service, env, severity, rule }),
    annotations: annotations(notice, context),
    startsAt: new Date(notice.at).toISOString(),
    ...(isOver(notice) ? { endsAt: new Date(notice.at).toISOString() } : {}),
    generatorURL: `${context.dashboard}/alerts`,
  };
}

function isOver({ reason }: StateChange): boolean {
  return reason.endsWith(".over");
}

/** `ingest.silent` becomes `WeirIngestSilent`. */
function alertName(cause: string): string {
  return `Weir${cause.replaceAll(/(?:^|\.)(\w)/g, (_, letter: string) => letter.toUpperCase())}`;
}

function annotations(notice: Notice, context: SendContext): Record<string, string> {
  const told = tell(notice, context.lang);
  return labels({
    summary: `${told.heading}: ${told.sentence}`,
    description: told.facts.join(" · "),
    place: told.place,
    why: told.chips.join(" · "),
    version: notice.version,
  });
}

function labels(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      value === undefined || value === "" ? [] : [[name, plainText(value, MAX_VALUE)]],
    ),
  );
}
