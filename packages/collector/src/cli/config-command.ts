import { relative } from "node:path";
import { padded } from "../report/text-width.ts";
import { type Command, type CommandLine, textFlag } from "./command.ts";
import { loadConfigFile } from "./config-file.ts";
import { EXIT } from "./exit-code.ts";
import { COLLECTOR_FLAGS, mergeSettings, readConfig, sectionOf } from "./flags.ts";
import { gateConfig } from "./gate-run.ts";
import type { Terminal } from "./terminal.ts";

export const configCommand: Command = {
  name: "config",
  flags: { ...COLLECTOR_FLAGS, print: { type: "switch", about: "flag.print" } },
  examples: ["weir config", "weir config --json", "WEIR_PORT=4400 weir config"],
  run: runConfig,
};

interface Setting {
  readonly name: string;
  readonly value: unknown;
  readonly origin: string;
}

async function runConfig(line: CommandLine, terminal: Terminal): Promise<number> {
  const { flags } = line;
  const file = await loadConfigFile(textFlag(flags, "config") ?? terminal.env["WEIR_CONFIG"], terminal.cwd);
  const config = readConfig("start", flags, terminal.env, file?.value);
  const { origins } = mergeSettings(flags, terminal.env, file?.value);
  const check = await gateConfig({ flags: { config: flags["config"] }, operands: [], wrapped: [] }, terminal);
  const section = (sectionOf(file?.value, "check") ?? {}) as Readonly<Record<string, unknown>>;
  const settings: Setting[] = [
    ...Object.entries(config)
      .filter(([name]) => name !== "mode")
      .map(([name, value]) => ({
        name,
        value: shown(name, value),
        origin: origins[name] ?? "default",
      })),
    ...Object.entries(check).map(([name, value]) => ({
      name: `check.${name}`,
      value,
      origin: name in section ? "file" : "default",
    })),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
  const path = file === undefined ? null : relative(terminal.cwd, file.path);
  if (terminal.json) terminal.printJson({ schemaVersion: 1, file: path, settings });
  else print(settings, path, terminal);
  return EXIT.ok;
}

function print(settings: readonly Setting[], path: string | null, terminal: Terminal): void {
  const width = Math.max(...settings.map(({ name }) => name.length));
  terminal.print(path === null ? terminal.say("config.no-file") : terminal.say("config.file", { path }));
  for (const { name, value, origin } of settings) {
    terminal.print(
      `${padded(name, width)}  ${padded(JSON.stringify(value) ?? "–", 24)}  ${terminal.style("dim", origin)}`,
    );
  }
}

/** Settings without their secrets. */
function shown(name: string, value: unknown): unknown {
  if (name === "tokens") return hidden(value as object);
  return name === "store" && typeof value === "string" ? value.replace(/\/\/.*@/u, "//(set)@") : value;
}

/** That a token is set may be seen, the token not. */
function hidden(tokens: object): object {
  return Object.fromEntries(
    Object.entries(tokens).map(([kind, token]) => [kind, token === undefined ? null : "(set)"]),
  );
}
