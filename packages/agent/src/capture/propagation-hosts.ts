/** No host gets one: then nobody need find out which host a request goes to. */
export const NOWHERE = (_host: string): boolean => false;

/** Decides which hosts get a `traceparent`. Patterns: `host`, `host:port`, `*.host`, `*`. */
export function propagationHosts(patterns: readonly string[]): (host: string) => boolean {
  if (patterns.length === 0) return NOWHERE;
  const tests = patterns.map((pattern) => pattern.trim().toLowerCase()).filter((pattern) => pattern !== "");
  return (host) => {
    const full = host.toLowerCase();
    const name = full.replace(/:\d+$/, "");
    return tests.some((pattern) => {
      if (pattern === "*") return true;
      if (pattern.startsWith("*.")) return name.endsWith(pattern.slice(1));
      return pattern === full || pattern === name;
    });
  };
}
