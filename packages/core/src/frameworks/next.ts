import type { Owner, OwnerKind } from "../model/owner.ts";
import type { RequestKind } from "../model/request.ts";
import type { Span } from "../model/span.ts";
import { routeFromTarget, routePath } from "../normalize/route.ts";
import { flagOf, methodOf, statusOf, textOf } from "./attributes.ts";
import type { FrameworkReader } from "./framework-reader.ts";

const SPAN_TYPE = "next.span_type";
const SERVER_TYPES = new Set(["BaseServer.handleRequest", "NextServer.getRequestHandler"]);

const OWNERS: Readonly<Record<string, OwnerKind>> = {
  "Middleware.execute": "middleware",
  "AppRouteRouteHandlers.runHandler": "endpoint",
  "Node.runHandler": "endpoint",
  "AppRender.getBodyResult": "render",
  "Render.renderDocument": "render",
  "ResolveMetadata.generateMetadata": "metadata",
  "Render.getServerSideProps": "load",
  "Render.getStaticProps": "load",
};

/** Next's own fetch span: ends when the response's headers are there. */
export const NEXT_FETCH = "AppRender.fetch";

/**
 * Next.js 16, read from captured traces of its own spans: one SERVER span per request (`BaseServer.handleRequest`), or
 * an INTERNAL `NextServer.getRequestHandler` above it in verbose mode. With a `proxy.ts` there are two SERVER spans,
 * the inner one a child of the outer; `assembleRequests` makes one request of them.
 */
export const nextReader: FrameworkReader = {
  name: "next",

  isRoot: (span) => SERVER_TYPES.has(textOf(span, SPAN_TYPE) ?? ""),

  ownerOf: (span, root) => {
    const kind = OWNERS[textOf(span, SPAN_TYPE) ?? ""];
    if (kind !== undefined) return { kind, name: partName(span), spanId: span.spanId };
    if (!nextReader.isRoot(span)) return undefined;
    return rootOwner(span, root);
  },

  describe: (root, below) => {
    const servers = below.filter((span) => nextReader.isRoot(span));
    const inner = servers.findLast((span) => textOf(span, "http.route", "next.route") !== undefined) ?? root;
    const method = methodOf(inner) ?? methodOf(root) ?? "GET";
    const status = statusOf(inner) ?? statusOf(root);
    const firstByte = below.find((span) => textOf(span, SPAN_TYPE) === "NextNodeServer.startResponse")?.start;
    return {
      route: routeOf(servers, below, root),
      method,
      kind: kindOf(method, servers, below),
      ...(status === undefined ? {} : { status }),
      error: (status ?? 0) >= 500 || servers.some((span) => span.status === "error"),
      start: root.start,
      end: servers.reduce((end, span) => Math.max(end, span.end), root.end),
      ...(firstByte === undefined ? {} : { firstByte }),
    };
  },
};

/** Directly under a POST's SERVER span only a Server Action can have called: Next makes no span for it. */
function rootOwner(span: Span, root: Span): Owner {
  const isAction = methodOf(span) === "POST";
  const name = textOf(span, "http.route", "next.route") ?? textOf(root, "http.route", "next.route") ?? "request";
  return { kind: isAction ? "action" : "request", name, spanId: span.spanId };
}

function partName(span: Span): string {
  const route = textOf(span, "next.route", "next.page");
  if (route !== undefined) return route;
  const last = span.name.slice(span.name.lastIndexOf(" ") + 1);
  return last.startsWith("/") ? routeFromTarget(last) : last;
}

/** First match: `http.route` of a SERVER span, its `next.route`, the `next.route` of any span, the concrete target. */
function routeOf(servers: readonly Span[], below: readonly Span[], root: Span): string {
  const route = firstText(servers, "http.route") ?? firstText(servers, "next.route") ?? firstText(below, "next.route");
  if (route !== undefined) return routePath(route);
  const target = firstText(servers, "http.target") ?? textOf(root, "url.path", "http.target");
  return target === undefined ? "/{unknown}" : routeFromTarget(target);
}

function firstText(spans: readonly Span[], name: string): string | undefined {
  for (const span of spans) {
    const text = textOf(span, name);
    if (text !== undefined) return text;
  }
  return undefined;
}

function kindOf(method: string, servers: readonly Span[], below: readonly Span[]): RequestKind {
  const types = new Set(below.map((span) => textOf(span, SPAN_TYPE)));
  if (types.has("AppRouteRouteHandlers.runHandler") || types.has("Node.runHandler")) return "api";
  if (servers.some((span) => flagOf(span, "next.rsc"))) return method === "POST" ? "action" : "data";
  const renders = types.has("AppRender.getBodyResult") || types.has("Render.renderDocument");
  if (!renders && !types.has("Render.getServerSideProps")) return method === "POST" ? "action" : "other";
  return method === "POST" ? "action" : "page";
}
