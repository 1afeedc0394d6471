import { type Place, shared } from "./schema.ts";
import type { Server } from "./servers.ts";

/** What the store had to leave out, counted. */
export type Tally = "lateRows" | "traces";

/** Adds to a count. Told again about the same batch, it changes nothing as long as the server remembers the block. */
export async function count(server: Server, place: Place, what: Tally, batch: string, n: number): Promise<void> {
  if (n > 0) await server.insert(shared(place, "tally"), ["what", "batch", "n"], [[what, batch, n]]);
}

export async function counted(server: Server, place: Place): Promise<ReadonlyMap<string, number>> {
  return new Map(
    await server.rows<readonly [string, number]>(`SELECT what, sum(n) FROM ${shared(place, "tally")} GROUP BY what`),
  );
}
