import type { ApiError, Deploy, Hello, SourceUpload, Status } from "@weir/core";
import { FRAMEWORK_NAMES } from "@weir/core/wire";
import { z } from "zod";
import { count, named, schemaVersion, timestamp } from "./registry.ts";

/** Names, versions and the like. */
const name = z.string().max(300);
const evidence = z.strictObject({
  values: z.boolean(),
  callSites: z.boolean(),
  lineage: z.boolean(),
  source: z.boolean(),
});

export const status: z.ZodType<Status> = named(
  "Status",
  z.strictObject({
    schemaVersion,
    version: z.string(),
    store: z.strictObject({
      kind: z.string(),
      ok: z.boolean(),
      bytes: z.exactOptional(count),
      detail: z.exactOptional(z.string()),
    }),
    ingest: z.strictObject({
      spans: count,
      requests: count,
      dropped: count,
      losses: z.exactOptional(z.array(z.strictObject({ reason: z.string(), count }))),
      duplicates: count,
      lagMs: z.number(),
    }),
    agents: z.array(
      z.strictObject({
        service: z.string(),
        env: z.string(),
        version: z.exactOptional(z.string()),
        lastSeen: timestamp,
        evidence,
      }),
    ),
    coverage: z.strictObject({
      analysedShare: z.number(),
      reasons: z.array(z.strictObject({ reason: z.string(), count })),
    }),
  }),
);

const deploy: z.ZodType<Deploy> = named(
  "Deploy",
  z.strictObject({
    service: z.string(),
    env: z.string(),
    version: z.string(),
    firstSeen: timestamp,
    lastSeen: timestamp,
    requests: count,
  }),
);

export const deployList: z.ZodType<{ readonly deploys: readonly Deploy[] }> = named(
  "DeployList",
  z.strictObject({ schemaVersion, deploys: z.array(deploy) }),
);

/** `at` orders the version among others; without it, now. */
export const deployBody: z.ZodType<DeployBody> = named(
  "DeployAnnouncement",
  z.strictObject({
    service: name.min(1),
    env: name.min(1),
    version: name.min(1),
    at: z.exactOptional(z.iso.datetime({ offset: true })),
  }),
);

export interface DeployBody {
  readonly service: string;
  readonly env: string;
  readonly version: string;
  readonly at?: string;
}

/** Keys a newer agent adds are ignored, not refused: agents and collectors are updated apart. */
export const hello: z.ZodType<Hello> = named(
  "Hello",
  z.object({
    service: name.min(1),
    env: name.min(1),
    version: z.exactOptional(name),
    instance: name,
    pid: z.int(),
    node: name,
    agent: name,
    framework: z.enum(FRAMEWORK_NAMES),
    evidence: z.object(evidence.shape),
  }),
);

/** Files in one upload; an agent sends more in several. */
const MAX_FILES = 5_000;

export const sourceUpload: z.ZodType<SourceUpload> = named(
  "SourceUpload",
  z.object({
    service: name.min(1),
    env: name.min(1),
    version: z.exactOptional(name),
    files: z
      .array(
        z.object({
          path: z.string().min(1).max(4_096),
          map: z.exactOptional(z.string()),
          content: z.exactOptional(z.string()),
          root: z.exactOptional(z.string().max(4_096)),
        }),
      )
      .max(MAX_FILES),
  }),
);

export const taken: z.ZodType<object> = named("Taken", z.strictObject({ schemaVersion }));

export const apiError: z.ZodType<ApiError> = named(
  "Error",
  z.strictObject({
    schemaVersion,
    error: z.strictObject({ code: z.string(), message: z.string(), hint: z.exactOptional(z.string()) }),
  }),
);
