import { z } from "zod";
import { findingDetail, traceAnswer } from "../api/schema/finding.ts";
import { baselineSchema } from "../report/baseline.ts";
import { gateConfigSchema } from "../report/gate-config.ts";
import { gateReportSchema } from "../report/gate-report.ts";

const schemaVersion = z.literal(1);
const text = z.string();
const count = z.int().min(0);

/** What each command prints with `--json`; `explain` prints a finding or a trace as the API does. */
export const JSON_SHAPES: Readonly<Record<string, z.ZodType>> = {
  accept: z.strictObject({ schemaVersion, fingerprint: text, reason: text, by: text, expires: text.nullable() }),
  alerts: z.union([
    z.strictObject({
      schemaVersion,
      receivers: z.array(z.looseObject({ name: text, kind: text, state: text })),
      notices: z.array(z.looseObject({ code: text })),
      deliveries: z.array(z.looseObject({ id: text, at: text, receiver: text, state: text, title: text })),
    }),
    z.strictObject({
      schemaVersion,
      receiver: text,
      sent: z.boolean(),
      failure: z.looseObject({ reason: text }).nullable(),
    }),
    z.looseObject({
      schemaVersion,
      from: text,
      messages: z.array(z.looseObject({ at: text, title: text })),
      faults: z.array(z.unknown()),
    }),
    z.strictObject({ schemaVersion, replayed: z.array(z.strictObject({ id: text, state: text })) }),
  ]),
  capture: z.strictObject({
    schemaVersion,
    path: text,
    bytes: count,
    spans: count,
    dropped: count,
    rejected: count,
    sources: count,
    services: z.array(text),
  }),
  check: gateReportSchema,
  completions: z.strictObject({ schemaVersion, shell: text, script: text }),
  config: z.strictObject({
    schemaVersion,
    file: text.nullable(),
    settings: z.array(
      z.strictObject({ name: text, value: z.unknown(), origin: z.enum(["flag", "environment", "file", "default"]) }),
    ),
  }),
  diff: z.strictObject({
    schemaVersion,
    changes: z.array(
      z.strictObject({
        change: z.enum(["new", "worse", "better", "same", "gone", "unseen"]),
        fingerprint: text,
        kind: text,
        routes: z.array(text),
        place: z.looseObject({ call: text }).nullable(),
        before: z.number().nullable(),
        after: z.number().nullable(),
      }),
    ),
  }),
  doctor: z.strictObject({
    schemaVersion,
    checks: z.array(
      z.strictObject({ check: text, state: z.enum(["ok", "look", "mend"]), message: text, cure: text.nullable() }),
    ),
  }),
  error: z.strictObject({
    schemaVersion,
    error: z.strictObject({ code: text, message: text, hint: text.optional() }),
  }),
  explain: z.union([findingDetail, traceAnswer]),
  export: z.strictObject({ schemaVersion, traces: count, path: text }),
  fix: z.strictObject({
    schemaVersion,
    fingerprint: text,
    patch: text.nullable(),
    withheld: text.nullable(),
    startTogether: z.array(z.array(count)),
  }),
  import: z.strictObject({ schemaVersion, url: text, spans: count, rejected: count }),
  init: z.strictObject({
    schemaVersion,
    framework: z.enum(["next", "sveltekit", "node"]),
    version: text.nullable(),
    manager: z.enum(["npm", "pnpm", "yarn", "bun"]),
    files: z.array(z.strictObject({ path: text, diff: text })),
    installs: z.array(text),
    byHand: z.array(z.strictObject({ path: text, what: z.enum(["tracing", "hook"]), code: text })),
  }),
  report: z.strictObject({ schemaVersion, result: text, files: z.array(text) }),
  version: z.strictObject({ schemaVersion, weir: text, node: text }),
};

/** The published schemas by file name: of every command, of the baseline, of the `check` section. */
export function publishedSchemas(): ReadonlyMap<string, object> {
  const commands = Object.fromEntries(Object.entries(JSON_SHAPES).map(([name, shape]) => [name, toSchema(shape)]));
  return new Map<string, object>([
    ["commands.json", { $schema: "https://json-schema.org/draft/2020-12/schema", $defs: commands }],
    ["baseline.json", toSchema(baselineSchema)],
    ["check-settings.json", toSchema(gateConfigSchema)],
  ]);
}

function toSchema(shape: z.ZodType): object {
  return z.toJSONSchema(shape, { io: "input", unrepresentable: "any", reused: "inline" });
}
