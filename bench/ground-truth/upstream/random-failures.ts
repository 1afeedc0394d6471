import { uniforms } from "./latency.ts";
import type { Replacement } from "./upstream-server.ts";

/** What goes wrong, in equal parts: classes a guard may look at, and those that end every request alike. */
const FAILURES: readonly Replacement[] = [
  { status: 404, json: { error: "not found" } },
  { status: 403, json: { error: "forbidden" } },
  { status: 500, json: { error: "internal" } },
  { status: 503, json: { error: "unavailable" } },
  "reset",
];

/**
 * Lets a share of all calls fail, whoever makes them; the same seed fails the same ones of a row.
 *
 * @param share 0 to 1
 */
export function randomFailures(share: number, seed: string): () => Replacement | undefined {
  const random = uniforms(`failures ${seed}`);
  return () => (random() < share ? FAILURES[Math.floor(random() * FAILURES.length)] : undefined);
}
