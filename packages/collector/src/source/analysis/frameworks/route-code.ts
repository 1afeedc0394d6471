const ROUTE = /(?:^|\/)\+(?:page|layout|server)(?:\.server)?\.[jt]s$/;
const REMOTE = /\.remote\.[jt]s$/;

/** Loads, actions and endpoints of SvelteKit, by the name of their file. */
export function isRouteFile(path: string): boolean {
  return ROUTE.test(path);
}

/** Remote functions of SvelteKit. */
export function isRemoteFile(path: string): boolean {
  return REMOTE.test(path);
}

/** What SvelteKit runs behind the hooks. */
export function isRouteCode(path: string): boolean {
  return isRouteFile(path) || isRemoteFile(path);
}
