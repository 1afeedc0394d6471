import type { GainList } from "@weir/core";
import { z } from "zod";
import { type LifeNote, noteIn } from "../../alert/book.ts";
import type { ApiContext } from "../context.ts";
import type { ApiRoute } from "../define-route.ts";
import { gainList } from "../schema/alerts.ts";
import { DEFAULT_LIMIT, limit, text } from "../schema/query.ts";

interface GainQuery {
  readonly service?: string;
  readonly env?: string;
  readonly limit?: number;
}

const query: z.ZodType<GainQuery> = z.strictObject({
  service: z.exactOptional(text),
  env: z.exactOptional(text),
  limit: z.exactOptional(limit),
});

/** `GET /gains`: every fix that went live, predicted and measured, and how far apart the two usually are. */
export function listGains({ store }: ApiContext): ApiRoute<GainQuery, undefined, GainList> {
  return {
    method: "GET",
    path: "/gains",
    summary: "Fixes that went live: what they were predicted to save, and what was measured",
    access: "read",
    query,
    answer: gainList,
    handle: async ({ query: { service, env, limit = DEFAULT_LIMIT } }) => {
      const lives = (await store.alertRows({ kind: "life" })).map((row) => noteIn<LifeNote>(row).life);
      const all = lives.flatMap(({ gain, fingerprint, service, env }) =>
        gain === undefined ? [] : [{ ...gain, fingerprint, service, env }],
      );
      const errors = all.flatMap(({ predicted: { low, high }, measured }) => {
        const middle = (low + high) / 2;
        return middle > 0 ? [Math.abs(measured.p50 - middle) / middle] : [];
      });
      const medianError = errors.sort((a, b) => a - b)[Math.floor((errors.length - 1) / 2)];
      const wanted = all.filter(
        (gain) => (service === undefined || gain.service === service) && (env === undefined || gain.env === env),
      );
      return {
        gains: wanted.toSorted((a, b) => (a.at < b.at ? 1 : -1)).slice(0, limit),
        ...(medianError === undefined ? {} : { medianError }),
      };
    },
  };
}
