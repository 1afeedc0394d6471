import { WeirError } from "../../errors.ts";
import { text } from "./literal.ts";
import { createdNames, createStatements, type Place, shared } from "./schema.ts";
import type { Server } from "./servers.ts";
import { type StateLog, UNFENCED } from "./state-log.ts";

/** The form this version reads and writes. */
const FORM = 1;
const SPACE = "schema";
const KEY = "form";

/**
 * Creates what is missing. Several collectors may do it at once. Throws `WEIR_STORE_NEWER` for a store that a later
 * version has changed.
 */
export async function migrate(server: Server, place: Place, log: StateLog): Promise<void> {
  const wanted = createdNames(place);
  const names = wanted.map((name) => `'${name}'`).join(", ");
  const there = await server.number(
    `SELECT count() FROM system.tables WHERE database = '${place.database}' AND name IN (${names})`,
  );
  if (there < wanted.length) for (const statement of createStatements(place)) await server.command(statement);
  const [form] = await log.select(server, `space = '${SPACE}' AND key = '${KEY}' AND fence = ''`);
  if (form === undefined) {
    await log.put(server, UNFENCED, [{ space: SPACE, key: KEY, at: 0, scope: "", body: String(FORM) }]);
  } else if (Number(form.body) > FORM) {
    throw new WeirError("WEIR_STORE_NEWER", `${shared(place, "state")} was made by a later version`, {
      hint: "Run the version of the collector that made it, or a later one.",
    });
  }
}

/** Of the cluster a store lies on. */
export async function shardsOf(server: Server, cluster: string | undefined): Promise<number> {
  if (cluster === undefined) return 1;
  return server.number(`SELECT uniqExact(shard_num) FROM system.clusters WHERE cluster = ${text(cluster)}`);
}

/** Engines without replicas drop repeated blocks from 21.4 on. */
export async function dedupesAlone(server: Server): Promise<boolean> {
  const found = await server.number(
    "SELECT count() FROM system.merge_tree_settings WHERE name = 'non_replicated_deduplication_window'",
  );
  return found > 0;
}
