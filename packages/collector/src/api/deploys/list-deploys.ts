import type { Deploy } from "@weir/core";
import { z } from "zod";
import type { VersionAggregate } from "../../store/port.ts";
import type { ApiContext } from "../context.ts";
import type { ApiRoute } from "../define-route.ts";
import { iso } from "../iso.ts";
import { deployList } from "../schema/collector.ts";
import { text } from "../schema/query.ts";

interface DeployQuery {
  readonly service?: string;
  readonly env?: string;
}

const query: z.ZodType<DeployQuery> = z.strictObject({
  service: z.exactOptional(text),
  env: z.exactOptional(text),
});

export interface DeployListAnswer {
  readonly deploys: readonly Deploy[];
}

/** `GET /deploys`: versions in the order of their deploys, newest first. Requests without a version are no deploy. */
export function listDeploys({ store }: ApiContext): ApiRoute<DeployQuery, undefined, DeployListAnswer> {
  return {
    method: "GET",
    path: "/deploys",
    summary: "Versions of each service and environment, the one deployed last first",
    access: "read",
    query,
    answer: deployList,
    handle: async ({ query }) => {
      const versions = (await store.versions(query)).filter(({ version }) => version !== "");
      return { deploys: versions.toSorted((a, b) => b.firstSeen - a.firstSeen).map(toDeploy) };
    },
  };
}

export function toDeploy({ service, env, version, firstSeen, lastSeen, requests }: VersionAggregate): Deploy {
  return { service, env, version, firstSeen: iso(firstSeen), lastSeen: iso(lastSeen), requests };
}
