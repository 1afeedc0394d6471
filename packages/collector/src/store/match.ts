import type { App } from "./port.ts";

interface Dimensions extends App {
  readonly routeKey?: string;
  readonly version?: string;
}

interface Filter extends Partial<App> {
  readonly routeKey?: string;
  readonly version?: string;
}

/** True when every dimension the filter names is equal. */
export function matches(filter: Filter, row: Dimensions): boolean {
  return (
    (filter.service === undefined || filter.service === row.service) &&
    (filter.env === undefined || filter.env === row.env) &&
    (filter.routeKey === undefined || filter.routeKey === row.routeKey) &&
    (filter.version === undefined || filter.version === row.version)
  );
}
