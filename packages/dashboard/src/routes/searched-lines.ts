import type { Finding, Route } from "@weir/core";

/** What a pattern is looked for in, a line per route: its name, its app, and the files that findings of it lie in. */
export function searchedLines(routes: readonly Route[], findings: readonly Finding[]): string {
  const files = new Map<string, string>();
  for (const { routes: keys, place } of findings) {
    for (const key of keys) files.set(key, `${files.get(key) ?? ""} ${place?.file ?? ""}`);
  }
  return routes.map(({ key, service }) => `${key} ${service}${files.get(key) ?? ""}`.replaceAll("\n", " ")).join("\n");
}
