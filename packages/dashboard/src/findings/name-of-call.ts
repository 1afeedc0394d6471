import type { Site } from "@weir/core";

/**
 * What a sentence calls one of a finding's calls: the function it is made in where that tells it from the others, else
 * what it asks for. All calls of a route handler are made in `GET`, which would tell nobody anything.
 */
export function nameOfCall(calls: readonly Pick<Site, "call" | "function">[], call: number): string {
  const site = calls[call];
  const name = site?.function ?? "";
  const others = calls.filter((one, index) => index !== call && one.function === name);
  // The path says what is asked; the timeline names the host.
  return name !== "" && others.length === 0 ? name : (site?.call ?? "").replace(/^([A-Z]+) [^/\s]+(?=\/)/, "$1 ");
}
