/** Every page and its address below the base path. */
export const PAGES = {
  routes: "/",
  route: "/routes/:key",
  findings: "/findings",
  finding: "/findings/:fingerprint",
  trace: "/traces/:id",
  deploys: "/deploys",
  alerts: "/alerts",
  status: "/status",
  setup: "/setup",
  settings: "/settings",
} as const;

export type PageName = keyof typeof PAGES;

type ParamNames<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamNames<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

/** The parameters in a page's path: `{ key: string }` for `/routes/:key`. */
export type PathParams<Name extends PageName> = { readonly [Param in ParamNames<(typeof PAGES)[Name]>]: string };

/** One page together with its path parameters. */
export type Place = { [Name in PageName]: { readonly page: Name; readonly params: PathParams<Name> } }[PageName];

/** Which page a path (below the base path, percent-encoded) stands for; nothing when none does. */
export function placeOf(path: string): Place | undefined {
  const wanted = segments(path);
  for (const [page, pattern] of Object.entries(PAGES)) {
    const params = match(segments(pattern), wanted);
    if (params !== undefined) return { page, params } as unknown as Place;
  }
  return undefined;
}

/** The path of a page, percent-encoded: `/routes/GET%20%2Fshop%2F%5Bcategory%5D`. */
export function pathOf(place: Place): string {
  const params: Readonly<Record<string, string>> = place.params;
  return PAGES[place.page].replace(/:(\w+)/g, (_all, name: string) => encodeURIComponent(params[name] ?? ""));
}

function segments(path: string): string[] {
  return path.split("/").filter((part) => part !== "");
}

function match(pattern: readonly string[], wanted: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== wanted.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const text = wanted[index] ?? "";
    if (part.startsWith(":")) {
      const value = decode(text);
      if (value === undefined) return undefined;
      params[part.slice(1)] = value;
    } else if (part !== text) return undefined;
  }
  return params;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray percent sign: no page has such an address.
    return undefined;
  }
}
