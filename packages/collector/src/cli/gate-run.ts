import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type Accepted, readAccepted } from "../report/accepted-file.ts";
import { type Baseline, readBaseline } from "../report/baseline.ts";
import { buildReport } from "../report/build-report.ts";
import { type GateConfig, gateConfigSchema } from "../report/gate-config.ts";
import type { GateReport } from "../report/gate-report.ts";
import { type Survey, survey } from "../report/survey.ts";
import type { CommandLine, Flags } from "./command.ts";
import { textFlag } from "./command.ts";
import { loadConfigFile } from "./config-file.ts";
import { ConfigError, sectionOf } from "./flags.ts";
import { observe, OBSERVE_FLAGS, type Observed } from "./observe.ts";
import type { Terminal } from "./terminal.ts";

/** Flags of `check` and `report`. */
export const GATE_FLAGS: Flags = {
  ...OBSERVE_FLAGS,
  config: { type: "text", value: "file", about: "flag.config" },
  baseline: { type: "text", value: "file", about: "flag.baseline" },
  accepted: { type: "text", value: "file", about: "flag.accepted" },
  "min-requests": { type: "text", value: "number", about: "flag.check-min-requests" },
  "min-coverage": { type: "text", value: "share", about: "flag.min-coverage" },
  "on-no-data": { type: "text", value: "fail|warn", choices: ["fail", "warn"], about: "flag.on-no-data" },
  "map-path": { type: "text", value: "from=to", many: true, about: "flag.map-path" },
};

export interface GateRun {
  readonly report: GateReport;
  readonly survey: Survey;
  readonly config: GateConfig;
  readonly observed: Observed;
}

/** Looks at files or a collector, and judges. The caller closes `observed`. */
export async function runGate(line: CommandLine, terminal: Terminal): Promise<GateRun> {
  const config = await gateConfig(line, terminal);
  const baseline = readBaselineFile(config, terminal);
  const observed = await observe(line, terminal, config.minRequests);
  try {
    const { flags } = line;
    const seen = await survey(observed.api, {
      ...observed.window,
      service: textFlag(flags, "service"),
      env: textFlag(flags, "env"),
      version: textFlag(flags, "version"),
    });
    const report = await buildReport(observed.api, {
      survey: seen,
      config,
      baseline,
      accepted: readAcceptedFile(config.accepted, terminal),
      calls: observed.offline?.counts.calls,
    });
    return { report, survey: seen, config, observed };
  } catch (error) {
    await observed.close();
    throw error;
  }
}

/** Flags over the file's `check` section over defaults. */
export async function gateConfig({ flags }: CommandLine, terminal: Terminal): Promise<GateConfig> {
  const file = await loadConfigFile(textFlag(flags, "config") ?? terminal.env["WEIR_CONFIG"], terminal.cwd);
  const section = sectionOf(file?.value, "check") ?? {};
  const given = {
    baseline: textFlag(flags, "baseline"),
    accepted: textFlag(flags, "accepted"),
    minRequests: textFlag(flags, "min-requests"),
    minCoverage: textFlag(flags, "min-coverage"),
    onNoData: textFlag(flags, "on-no-data"),
  };
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const parsed = gateConfigSchema.safeParse({ ...section, ...set });
  if (parsed.success) return parsed.data;
  throw new ConfigError(
    parsed.error.issues.map(({ path, message }) => `${["check", ...path].join(".")}: ${message}`).join("\n"),
  );
}

/** A baseline that is named must be there: a typing error would fail, or pass, everything. */
function readBaselineFile({ baseline }: GateConfig, { cwd }: Terminal): Baseline | undefined {
  return baseline === undefined ? undefined : readBaseline(readFileSync(resolve(cwd, baseline), "utf8"), baseline);
}

/** No file, nothing accepted. */
export function readAcceptedFile(path: string, { cwd, clock }: Terminal): Accepted {
  const file = resolve(cwd, path);
  if (!existsSync(file)) return { all: [], valid: new Map(), expired: [] };
  return readAccepted(readFileSync(file, "utf8"), path, clock());
}
