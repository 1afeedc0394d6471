import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { AlertDelivery, AlertDeliveryList, AlertDryRun, Alerts, AlertTestResult } from "@weir/core";
import { say as term } from "@weir/core/messages";
import type { ApiReader } from "../api/reader.ts";
import { WeirError } from "../errors.ts";
import { padded } from "../report/text-width.ts";
import { visibleText } from "../report/visible-text.ts";
import { CliError, usageError } from "./cli-error.ts";
import { type Command, type CommandLine, textFlag } from "./command.ts";
import { EXIT } from "./exit-code.ts";
import { remoteReader } from "./observe.ts";
import type { Terminal } from "./terminal.ts";

const DEFAULT_SINCE = "7d";
const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const MOST_ROWS = 50;

export const alerts: Command = {
  name: "alerts",
  flags: {
    url: { type: "text", value: "url", about: "flag.url" },
    since: { type: "text", value: "7d", about: "flag.since" },
    rules: { type: "text", value: "file", about: "flag.rules" },
    send: { type: "text", value: "receiver", about: "flag.send" },
  },
  operands: { label: "list|test|replay [ID…]", min: 0, max: 100 },
  examples: [
    "weir alerts                              # deliveries and receivers",
    "weir alerts test --since 7d              # what the rules would have sent",
    "weir alerts test --rules weir.alerts.yaml",
    "weir alerts test --send slack-web        # a real message",
    "weir alerts replay 01J…                  # a message that was not taken",
  ],
  run: runAlerts,
};

async function runAlerts(line: CommandLine, terminal: Terminal): Promise<number> {
  const [what = "list", ...ids] = line.operands;
  const api = remoteReader(textFlag(line.flags, "url"), terminal);
  try {
    if (what === "list") return await list(api, terminal);
    if (what === "test") return await test(api, line, terminal);
    if (what === "replay") return await replay(api, ids, terminal);
  } catch (error) {
    // A collector from before alerts has no such route.
    if (error instanceof WeirError && error.code === "WEIR_NOT_FOUND" && what !== "replay") {
      throw new CliError("WEIR_NO_API", EXIT.usage, ["error.no-api", {}]);
    }
    throw error;
  }
  throw usageError(
    ["error.unknown-command", { name: `alerts ${what}` }],
    ["hint.choices", { choices: "list, test, replay" }],
  );
}

async function list(api: ApiReader, terminal: Terminal): Promise<number> {
  const [state, { deliveries }] = [
    await api.get<Alerts>("alerts"),
    await api.get<AlertDeliveryList>("alerts/deliveries", { limit: MOST_ROWS }),
  ];
  if (terminal.json) {
    terminal.printJson({ schemaVersion: 1, receivers: state.receivers, notices: state.notices, deliveries });
    return EXIT.ok;
  }
  for (const { name, kind, state: health, pending, dead } of state.receivers) {
    terminal.print(`${visibleText(name, 60)}  ${kind}  ${health}  ${pending} / ${dead}`);
  }
  if (deliveries.length === 0) terminal.print(terminal.say("alerts.none"));
  for (const delivery of deliveries) terminal.print(deliveryLine(delivery));
  return EXIT.ok;
}

function deliveryLine({ id, at, receiver, state, title, failure }: AlertDelivery): string {
  const why =
    failure === undefined
      ? ""
      : ` (${visibleText(failure.reason, 60)}${failure.status === undefined ? "" : ` ${failure.status}`})`;
  return `${at}  ${padded(state, 9)}  ${visibleText(receiver, 30)}  ${visibleText(title, 120)}${why}  ${id}`;
}

async function test(api: ApiReader, { flags }: CommandLine, terminal: Terminal): Promise<number> {
  const receiver = textFlag(flags, "send");
  if (receiver !== undefined) {
    const result = await api.post<AlertTestResult>("alerts/test", { receiver });
    if (terminal.json)
      terminal.printJson({ schemaVersion: 1, receiver, sent: result.sent, failure: result.failure ?? null });
    else if (result.sent) terminal.print(terminal.say("alerts.sent", { receiver }));
    else
      terminal.warn(
        `weir: ${receiver}: ${term(result.failure?.reason ?? "", {}, terminal.language)} ${result.failure?.status ?? ""}`.trimEnd(),
      );
    return result.sent ? EXIT.ok : EXIT.failed;
  }
  const since = new Date(terminal.clock() - sinceMillis(textFlag(flags, "since") ?? DEFAULT_SINCE)).toISOString();
  const path = textFlag(flags, "rules");
  const rules = path === undefined ? {} : { rules: readFileSync(resolve(terminal.cwd, path), "utf8") };
  const run = await api.post<AlertDryRun>("alerts/dry-run", { since, ...rules });
  if (terminal.json) terminal.printJson({ schemaVersion: 1, ...run });
  else show(run, since, terminal);
  return run.faults.length > 0 ? EXIT.usage : EXIT.ok;
}

function show({ messages, held, faults }: AlertDryRun, since: string, terminal: Terminal): void {
  const { say, language } = terminal;
  for (const { line, column, key, message } of faults) {
    terminal.warn(`weir: ${line ?? "?"}:${column ?? "?"} ${visibleText(key ?? "", 80)}: ${visibleText(message, 300)}`);
  }
  for (const { at, receiver, title, rules } of messages) {
    terminal.print(
      `${at}  ${visibleText(receiver, 30)}  ${visibleText(title, 160)}  [${rules.map((rule) => visibleText(rule, 40)).join(", ")}]`,
    );
  }
  for (const { reason, count } of held) terminal.print(`${count} × ${term(reason, {}, language)}`);
  terminal.print(
    messages.length === 0 ? say("alerts.no-rules", { since }) : say("alerts.would", { n: messages.length, since }),
  );
}

async function replay(api: ApiReader, ids: readonly string[], terminal: Terminal): Promise<number> {
  if (ids.length === 0)
    throw usageError(["error.missing-operand", { name: "ID" }], ["hint.help", { command: "alerts" }]);
  const states: { readonly id: string; readonly state: string }[] = [];
  for (const id of ids) {
    const { state } = await api.post<AlertDelivery>(`alerts/deliveries/${encodeURIComponent(id)}/replay`, {});
    states.push({ id, state });
    if (!terminal.json) terminal.print(terminal.say("alerts.replayed", { id }));
  }
  if (terminal.json) terminal.printJson({ schemaVersion: 1, replayed: states });
  return EXIT.ok;
}

function sinceMillis(text: string): number {
  const [, number, unit = ""] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  const millis = Number(number) * (UNITS[unit] ?? Number.NaN);
  if (Number.isNaN(millis)) throw usageError(["error.not-a-day", { flag: "--since" }]);
  return millis;
}
