import type { Node } from "oxc-parser";
import { isCall } from "../syntax/node.ts";

/** Things that are told what happens: loggers, tracers, counters. What they are told goes nowhere this program reads. */
const TOLD =
  /^(?:console|\w*log(?:ger|ging)?|log[A-Z]\w*|\w*Log|pino|winston|bunyan|debug|sentry|tracer|span|metrics?|statsd|stats|analytics|telemetry|posthog|mixpanel|amplitude|datadog|newrelic|otel|opentelemetry|honeycomb|reporter|stdout|stderr)$/i;
/** Packages of that kind. */
const TOLD_PACKAGE =
  /^(?:@sentry\/|@opentelemetry\/|@vercel\/(?:analytics|otel)|@datadog\/|dd-trace|newrelic|pino|winston|bunyan|loglevel|consola|debug$|posthog|mixpanel|@amplitude\/|@segment\/|hot-shots|prom-client|signale|tslog|@logtail\/|@axiomhq\/|next-axiom)/;
/** What is asked of them is an answer like any other, and what is run by them is not theirs. */
const ASKS = /^(?:is|get|has|load|fetch|with|start|run|wrap|all|once|flags?|decide|variant)(?![a-z])/;

/** Does this call only tell something, or hand over a promise that the response does not wait for? `path` is the way from the package (`pino().child().info`). */
export function isTelling(path: string, packageName: string, node: Node): boolean {
  const parts = path.replaceAll("()", "").replace(/^new /, "").split(/[.#/]/);
  const written = writtenPath(node);
  const last = written.at(-1) ?? parts.at(-1) ?? "";
  if (last === "waitUntil") return true;
  if (ASKS.test(last)) return false;
  if (TOLD_PACKAGE.test(packageName)) return true;
  return parts.slice(0, -1).some((part) => TOLD.test(part)) || written.slice(0, -1).some((part) => TOLD.test(part));
}

/** `this.logger.info(…)` is written `["logger", "info"]`. */
function writtenPath(node: Node): string[] {
  if (!isCall(node) || node.type === "TaggedTemplateExpression") return [];
  const path: string[] = [];
  let at: Node = node.callee;
  while (at.type === "MemberExpression" && path.length < 8) {
    path.unshift(at.property.type === "Identifier" && !at.computed ? at.property.name : "");
    at = at.object.type === "ChainExpression" ? at.object.expression : at.object;
  }
  if (at.type === "Identifier") path.unshift(at.name);
  return path;
}
