/** What a file will tell about the app: names and places, never a value of a request. */
export interface Contents {
  /** Hosts the app calls. */
  readonly hosts: readonly string[];
  /** Names of query parameters; their values were left out before they were ever sent. */
  readonly queryKeys: readonly string[];
  readonly files: readonly string[];
  /** Names of routes. */
  readonly routes: readonly string[];
  /** Lines of source. */
  readonly lines: number;
}

const DEEPEST = 40;

/** Looks through answers of the API for what would leave with them. */
export function contentsOf(answers: unknown): Contents {
  const [hosts, queryKeys, files, routes] = [
    new Set<string>(),
    new Set<string>(),
    new Set<string>(),
    new Set<string>(),
  ];
  let lines = 0;
  const look = (value: unknown, depth: number): void => {
    if (typeof value !== "object" || value === null || depth > DEEPEST) return;
    if (Array.isArray(value)) {
      for (const one of value) look(one, depth + 1);
      return;
    }
    for (const [name, one] of Object.entries(value)) {
      if (name === "call" && typeof one === "string") {
        const target = targetOf(one);
        if (target.host !== undefined) hosts.add(target.host);
        for (const key of target.keys) queryKeys.add(key);
      } else if (name === "file" && typeof one === "string") files.add(one);
      else if ((name === "key" || name === "routeKey") && typeof one === "string") routes.add(one);
      else if (name === "lines" && Array.isArray(one)) lines += one.length;
      else if (name === "patch" && typeof one === "string")
        lines += one.split("\n").filter((line) => /^[-+ ]/.test(line)).length;
      else look(one, depth + 1);
    }
  };
  look(answers, 0);
  return {
    hosts: [...hosts].sort(),
    queryKeys: [...queryKeys].sort(),
    files: [...files].sort(),
    routes: [...routes].sort(),
    lines,
  };
}

/** Host and query names of `GET api.internal/users/{id}?page&sort`; a statement or a cache key has none. */
function targetOf(call: string): { readonly host: string | undefined; readonly keys: readonly string[] } {
  const found = /^[A-Z]+ ([^\s/?]+)(?:\/[^?\s]*)?(?:\?(\S*))?/.exec(call);
  const host = found?.[1];
  if (host === undefined || !/^[\w.-]+(?::\d+)?$/.test(host) || !call.includes("/"))
    return { host: undefined, keys: [] };
  const keys = (found?.[2] ?? "").split("&").map((part) => part.split("=")[0] ?? "");
  return { host, keys: keys.filter((key) => key !== "") };
}
