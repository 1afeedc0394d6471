import type { Span } from "../model/span.ts";
import { routeFromTarget, routePath } from "../normalize/route.ts";
import { urlTemplate } from "../normalize/url.ts";
import { methodOf, statusOf, textOf, urlOf } from "./attributes.ts";
import type { FrameworkReader } from "./framework-reader.ts";

/** Any other Node server: a SERVER or CONSUMER span of whatever instrumentation, or the topmost local span of a job. */
export const nodeReader: FrameworkReader = {
  name: "node",

  isRoot: (span) => span.kind === "server" || span.kind === "consumer",

  ownerOf: (span, root) => {
    const part = textOf(span, "express.type", "fastify.type", "koa.type", "connect.type", "hapi.type");
    if (part !== undefined) {
      const kind = part === "middleware" || part === "hook" ? "middleware" : "endpoint";
      const name = textOf(span, "express.name", "fastify.name", "koa.name", "connect.name", "http.route") ?? span.name;
      return { kind, name, spanId: span.spanId };
    }
    return span === root ? { kind: "request", name: routeOf(root, [root]), spanId: span.spanId } : undefined;
  },

  describe: (root, below) => {
    const status = statusOf(root);
    return {
      route: routeOf(root, below),
      method: methodOf(root) ?? (root.kind === "server" ? "GET" : "JOB"),
      kind: root.kind === "server" ? "api" : "other",
      ...(status === undefined ? {} : { status }),
      error: (status ?? 0) >= 500 || root.status === "error",
      start: root.start,
      end: root.end,
    };
  },
};

/** The router's span often knows the template when the SERVER span does not. */
function routeOf(root: Span, below: readonly Span[]): string {
  for (const span of [root, ...below]) {
    if (span.kind === "client" || span.kind === "producer") continue;
    const route = textOf(span, "http.route");
    if (route !== undefined) return routePath(route);
  }
  const url = urlOf(root);
  if (url !== undefined) return routeFromTarget(urlTemplate(url).path);
  const destination = textOf(root, "messaging.destination.name", "messaging.destination");
  return routeFromTarget(destination ?? root.name.replace(/^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) /, ""));
}
