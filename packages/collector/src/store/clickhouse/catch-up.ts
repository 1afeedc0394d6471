import { WeirError } from "../../errors.ts";
import { isTimeout } from "./database-error.ts";
import type { Place } from "./schema.ts";
import type { Server } from "./servers.ts";

/** Longest a question waits for a replica to catch up. Milliseconds. */
const CATCH_UP_MS = 10_000;

/**
 * Waits until a replica has everything that was written anywhere into this table before now. Whoever wrote through this
 * server and then caught up here has seen every write that came before its own. Throws `WEIR_STORE_BEHIND`.
 */
export async function catchUp(server: Server, place: Place, table: string): Promise<void> {
  if (place.cluster === undefined) return;
  try {
    await server.command(`SYSTEM SYNC REPLICA ${table}`, CATCH_UP_MS);
    server.caughtUp.add(table);
  } catch (error) {
    if (!isTimeout(error)) throw error;
    const hint = "It waits for what another server has alone; start that one again.";
    const detail = { cause: error, status: 503, retryAfter: 5, hint };
    throw new WeirError("WEIR_STORE_BEHIND", "The ClickHouse server has not caught up with the others", detail);
  }
}

/** Catches up with a server that was just turned to. */
export async function catchUpOnce(server: Server, place: Place, table: string): Promise<void> {
  if (!server.caughtUp.has(table)) await catchUp(server, place, table);
}
