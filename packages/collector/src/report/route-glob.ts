/** Does a route key (`GET /shop/[id]`) match a glob over its path, or over method and path? `**` crosses slashes. */
export function matchesRoute(glob: string, routeKey: string): boolean {
  const path = routeKey.slice(routeKey.indexOf(" ") + 1);
  const pattern = toPattern(glob);
  return pattern.test(path) || pattern.test(routeKey);
}

function toPattern(glob: string): RegExp {
  const escaped = glob.replaceAll(/[.+^${}()|[\]\\?]/g, String.raw`\$&`);
  // `/admin/**` is also `/admin` itself.
  const body = escaped
    .replaceAll("/**", "\u0000")
    .replaceAll("**", "\u0001")
    .replaceAll("*", "[^/]*")
    .replaceAll("\u0000", "(?:/.*)?")
    .replaceAll("\u0001", ".*");
  return new RegExp(`^${body}$`);
}
