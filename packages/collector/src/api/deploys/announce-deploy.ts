import { z } from "zod";
import type { ApiContext } from "../context.ts";
import type { ApiRoute } from "../define-route.ts";
import { type DeployBody, deployBody, deployList } from "../schema/collector.ts";
import { type DeployListAnswer, toDeploy } from "./list-deploys.ts";

/** `POST /deploys`: a pipeline says that a version goes out now, or when it did; that orders it among the others. */
export function announceDeploy({ store, clock }: ApiContext): ApiRoute<object, DeployBody, DeployListAnswer> {
  return {
    method: "POST",
    path: "/deploys",
    summary: "Announces a version; its time orders it among the versions of its service and environment",
    access: "write",
    query: z.strictObject({}),
    body: deployBody,
    answer: deployList,
    handle: async ({ body: { service, env, version, at } }) => {
      await store.putDeploy({ service, env, version, at: at === undefined ? clock() : Date.parse(at) });
      const versions = await store.versions({ service, env });
      return { deploys: versions.filter((known) => known.version === version).map(toDeploy) };
    },
  };
}
