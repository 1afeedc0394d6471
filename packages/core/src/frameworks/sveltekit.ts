import type { Owner } from "../model/owner.ts";
import type { RequestKind } from "../model/request.ts";
import type { Span } from "../model/span.ts";
import { routeFromTarget, routePath } from "../normalize/route.ts";
import { urlTemplate } from "../normalize/url.ts";
import { flagOf, methodOf, statusOf, textOf, urlOf } from "./attributes.ts";
import type { FrameworkReader } from "./framework-reader.ts";

const ROOT = "sveltekit.handle.root";
const SEQUENCED = "sveltekit.handle.sequenced.";

/** A request the server makes to itself (`event.fetch` of an internal route): the whole handle chain runs again. */
export function isSubRequest(span: Span): boolean {
  return span.name === ROOT && flagOf(span, "sveltekit.is_sub_request");
}

/**
 * SvelteKit 2 and 3, read from captured traces of its own spans: all INTERNAL, hooks of `sequence()` nested in one
 * another, so owners come from the nearest span, never from the level.
 */
export const sveltekitReader: FrameworkReader = {
  name: "sveltekit",

  isRoot: (span) => span.name === ROOT && !isSubRequest(span),

  ownerOf: (span) => {
    const owner = partOf(span);
    return owner === undefined ? undefined : { ...owner, spanId: span.spanId };
  },

  describe: (root, below) => {
    const own = below.filter((span) => !isSubRequest(span));
    const status = firstStatus(own);
    const loads = loadsIn(own);
    return {
      route: routeOf(root),
      method: methodOf(root) ?? "GET",
      kind: kindOf(root, own),
      ...(status === undefined ? {} : { status }),
      error:
        (status ?? 0) >= 500 ||
        root.status === "error" ||
        own.some((span) => textOf(span, "sveltekit.load.result.type", "result.type") === "unknown_error"),
      start: root.start,
      end: root.end,
      ...(loads.length === 0 ? {} : { loads }),
    };
  },
};

function partOf(span: Span): Omit<Owner, "spanId"> | undefined {
  if (span.name.startsWith(SEQUENCED)) return { kind: "hook", name: span.name.slice(SEQUENCED.length) };
  switch (span.name) {
    case ROOT:
      return { kind: "hook", name: "handle" };
    case "sveltekit.load":
      return { kind: "load", name: textOf(span, "sveltekit.load.node_id") ?? "load" };
    case "sveltekit.endpoint":
      return { kind: "endpoint", name: textOf(span, "http.route") ?? "endpoint" };
    case "sveltekit.resolve":
      return { kind: "endpoint", name: textOf(span, "http.route") ?? "resolve" };
    case "sveltekit.form_action":
      return { kind: "action", name: textOf(span, "sveltekit.form_action.name") ?? "default" };
    case "sveltekit.remote.call":
      return {
        kind: "remote",
        name: textOf(span, "sveltekit.remote.call.name", "sveltekit.remote.call.id") ?? "remote",
      };
    case "sveltekit.remote.form.post":
      return { kind: "remote", name: textOf(span, "sveltekit.remote.form.post.id") ?? "form" };
    default:
      return undefined;
  }
}

/** `unknown` is what Kit says of a 404: the path is then the best there is. */
function routeOf(root: Span): string {
  const route = textOf(root, "http.route");
  if (route !== undefined && route !== "unknown") return routePath(route);
  const url = urlOf(root);
  return url === undefined ? "/{unknown}" : routeFromTarget(urlTemplate(url).path);
}

function firstStatus(spans: readonly Span[]): number | undefined {
  for (const span of spans) {
    if (span.name !== "sveltekit.resolve" && span.name !== ROOT) continue;
    const status = statusOf(span);
    if (status !== undefined) return status;
  }
  return undefined;
}

/** More layouts than this above one page are not written by people. */
const MAX_LOADS = 64;

function loadsIn(spans: readonly Span[]): readonly string[] {
  const loads = spans.flatMap((span) =>
    span.name === "sveltekit.load" ? (textOf(span, "sveltekit.load.node_id") ?? []) : [],
  );
  return [...new Set(loads)].toSorted().slice(0, MAX_LOADS);
}

/** A resolve without loads is an endpoint of Kit 2, which has no span of its own there, or a page that loads nothing. */
function kindOf(root: Span, own: readonly Span[]): RequestKind {
  const names = new Set(own.map((span) => span.name));
  if (names.has("sveltekit.form_action") || names.has("sveltekit.remote.form.post")) return "action";
  const remote = own.find((span) => span.name === "sveltekit.remote.call");
  if (remote !== undefined) return textOf(remote, "sveltekit.remote.call.type") === "command" ? "action" : "data";
  if (flagOf(root, "sveltekit.is_data_request")) return "data";
  if (names.has("sveltekit.load")) return "page";
  if (names.has("sveltekit.endpoint")) return "api";
  if (!names.has("sveltekit.resolve")) return "other";
  return methodOf(root) !== "GET" || /^\/api(?:\/|$)/.test(routeOf(root)) ? "api" : "page";
}
