import type { Status } from "@weir/core";
import { z } from "zod";
import type { Store } from "../store/port.ts";
import type { ApiContext } from "./context.ts";
import type { ApiRoute } from "./define-route.ts";
import { status } from "./schema/collector.ts";

export function getStatus(context: ApiContext): ApiRoute<object, undefined, Status> {
  return {
    method: "GET",
    path: "/status",
    summary: "Health of store and ingest, the agents seen, and how much of the traffic was analysed",
    access: "read",
    query: z.strictObject({}),
    answer: status,
    handle: async () => {
      const [ingest, store] = await Promise.all([context.status(), storeStatus(context.store)]);
      return { version: context.version, store, ...ingest, agents: context.agents.list() };
    },
  };
}

/** A store that fails says so on Status instead of failing it. */
async function storeStatus(store: Store): Promise<Status["store"]> {
  const health = await store.health();
  if (!health.ok) return { kind: "unknown", ...health };
  const { kind, bytes } = await store.stats();
  return { kind, bytes, ...health };
}
