import type { Route } from "@weir/core";
import type { Report } from "../report/report-data.ts";

/** Lists that were recorded once and answer other questions about them, too. */
const LISTS = /^(?:routes(?:\/.*)?|findings|trends|deploys|alerts\/deliveries)$/;

/** What was recorded for an address; nothing when it was not asked for at the time. */
export function recordedAnswer({ answers }: Pick<Report, "answers">, url: string): unknown {
  if (Object.hasOwn(answers, url)) return answers[url];
  const [path = "", search = ""] = url.split("?", 2);
  if (!LISTS.test(path)) return undefined;
  const known = Object.keys(answers).find((address) => address.split("?", 1)[0] === path);
  const body = known === undefined ? undefined : answers[known];
  return path === "routes" && body !== undefined ? filtered(body as RouteList, new URLSearchParams(search)) : body;
}

interface RouteList {
  readonly routes: readonly Route[];
}

/** The filters of the first page, as far as the recorded rows can tell. */
function filtered(list: RouteList, search: URLSearchParams): RouteList & { readonly total: number } {
  const [q, method, tier] = [search.get("q")?.toLowerCase() ?? "", search.get("method"), search.get("tier")];
  const routes = list.routes.filter(
    (route) =>
      route.key.toLowerCase().includes(q) &&
      (method === null || route.method === method) &&
      (tier === null || route.findings > 0),
  );
  return { ...list, routes, total: routes.length };
}
