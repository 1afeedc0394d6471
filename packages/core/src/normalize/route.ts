import { pathTemplate } from "./url.ts";

const MAX_ROUTE = 256;

/** `GET /shop/[category]`: the identity of a route within its service and environment. The query never belongs to it. */
export function routeKey(method: string, route: string): string {
  return `${method} ${routePath(route)}`;
}

/** A route as the framework names it, without query and fragment, with a leading slash, at most 256 characters. */
export function routePath(route: string): string {
  const path = (route.split(/[?#]/, 1)[0] ?? "").slice(0, MAX_ROUTE);
  return path.startsWith("/") ? path : `/${path}`;
}

/** The best template that can be had from a concrete target (`/item/42?x=1` -> `/item/{id}`). */
export function routeFromTarget(target: string): string {
  return pathTemplate(routePath(target));
}
