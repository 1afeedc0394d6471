import type { Upstream, UpstreamRoute } from "./upstream.ts";

export interface RouteMatch {
  readonly route: UpstreamRoute;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds the route of a request: by method and template, literal segments before parameters, left to right. */
export class RouteTable {
  readonly #routes: readonly { readonly route: UpstreamRoute; readonly segments: readonly string[] }[];

  /** @throws Error where two routes have one method and one template but for the names of their parameters. */
  constructor(upstream: Upstream) {
    const known = new Set<string>();
    for (const { method, path } of upstream) {
      const key = `${method} ${segmentsOf(path).map(blank).join("/")}`;
      if (known.has(key)) throw new Error(`The upstream has two routes for ${method} ${path}.`);
      known.add(key);
    }
    this.#routes = upstream
      .map((route) => ({ route, segments: segmentsOf(route.path) }))
      .sort((a, b) => compareTemplates(a.segments, b.segments));
  }

  /** @param path as sent, without the query */
  match(method: string, path: string): RouteMatch | undefined {
    const sent = segmentsOf(path);
    for (const { route, segments } of this.#routes) {
      if (route.method !== method || segments.length !== sent.length) continue;
      const params = bind(segments, sent);
      if (params !== undefined) return { route, params };
    }
    return undefined;
  }
}

function segmentsOf(path: string): readonly string[] {
  return path.split("/").slice(1);
}

function blank(segment: string): string {
  return segment.startsWith(":") ? ":" : segment;
}

function compareTemplates(a: readonly string[], b: readonly string[]): number {
  const kinds = (segments: readonly string[]): string =>
    segments.map((segment) => (segment.startsWith(":") ? "1" : "0")).join("");
  return kinds(a).localeCompare(kinds(b));
}

function bind(segments: readonly string[], sent: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [at, segment] of segments.entries()) {
    const value = sent[at]!;
    if (!segment.startsWith(":")) {
      if (segment !== value) return undefined;
      continue;
    }
    if (value === "") return undefined;
    params[segment.slice(1)] = decode(value);
  }
  return params;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A segment that is no valid encoding is taken as it was sent.
    return segment;
  }
}
