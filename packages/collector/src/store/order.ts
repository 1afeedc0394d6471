/** Code-unit order of texts: the same on every machine, unlike a locale's. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Orders by the given fields, first the first. */
export function byFields<T>(...fields: readonly ((item: T) => string | number)[]): (a: T, b: T) => number {
  return (a, b) => {
    for (const field of fields) {
      const left = field(a);
      const right = field(b);
      const order =
        typeof left === "number" && typeof right === "number" ? left - right : compareText(String(left), String(right));
      if (order !== 0) return order;
    }
    return 0;
  };
}

interface TraceLike {
  readonly ts: number;
  readonly traceId: string;
  readonly spanId: string;
}

/** The order in which every adapter lists exemplars. */
export const byNewest: (a: TraceLike, b: TraceLike) => number = byFields(
  ({ ts }) => -ts,
  ({ traceId }) => traceId,
  ({ spanId }) => spanId,
);

/** The order in which every adapter lists what it keeps of one trace. */
export const byTime: (a: TraceLike, b: TraceLike) => number = byFields(
  ({ ts }) => ts,
  ({ spanId }) => spanId,
);

interface RouteLike {
  readonly service: string;
  readonly env: string;
  readonly routeKey: string;
  readonly version?: string;
}

/** The order in which every adapter lists routes. */
export const byRoute: (a: RouteLike, b: RouteLike) => number = byFields(
  ({ service }) => service,
  ({ env }) => env,
  ({ routeKey }) => routeKey,
  ({ version }) => version ?? "",
);

/** The order in which every adapter lists findings. */
export const byFinding: (
  a: RouteLike & { readonly fingerprint: string },
  b: RouteLike & { readonly fingerprint: string },
) => number = byFields(
  ({ fingerprint }) => fingerprint,
  ({ service }) => service,
  ({ env }) => env,
  ({ routeKey }) => routeKey,
  ({ version }) => version ?? "",
);
