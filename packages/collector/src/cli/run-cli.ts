import { WeirError } from "../errors.ts";
import { CliError, exitCodeOf, isMissingFile, usageError } from "./cli-error.ts";
import { COMMAND_NAMES, type Command, type CommandName, type CommandLine } from "./command.ts";
import { nearest, readCommandLine } from "./command-line.ts";
import { EXIT } from "./exit-code.ts";
import { ConfigError } from "./flags.ts";
import { commandHelp, overview } from "./help.ts";
import { languageOf } from "./messages/say.ts";
import { Terminal, type TerminalOptions } from "./terminal.ts";

/** Loaded when used: `weir version` must not load a database. */
const COMMANDS: Readonly<Record<CommandName, () => Promise<Command>>> = {
  init: async () => (await import("./init.ts")).init,
  dev: async () => (await import("./dev.ts")).dev,
  start: async () => (await import("./start.ts")).start,
  capture: async () => (await import("./capture.ts")).capture,
  check: async () => (await import("./check.ts")).check,
  report: async () => (await import("./report-command.ts")).reportCommand,
  diff: async () => (await import("./diff.ts")).diff,
  explain: async () => (await import("./explain.ts")).explain,
  fix: async () => (await import("./fix.ts")).fix,
  accept: async () => (await import("./accept.ts")).accept,
  import: async () => (await import("./import-command.ts")).importCommand,
  export: async () => (await import("./export-command.ts")).exportCommand,
  doctor: async () => (await import("./doctor.ts")).doctor,
  alerts: async () => (await import("./alerts.ts")).alerts,
  mcp: async () => (await import("./mcp-command.ts")).mcpCommand,
  config: async () => (await import("./config-command.ts")).configCommand,
  completions: async () => (await import("./completions.ts")).completions,
  version: async () => (await import("./version-command.ts")).versionCommand,
};

export async function loadCommand(name: CommandName): Promise<Command> {
  return COMMANDS[name]();
}

type Surroundings = Omit<TerminalOptions, "flags">;

/** Runs one command line; resolves to the exit code. Every error is said in words here. */
export async function runCli(args: readonly string[], around: Surroundings): Promise<number> {
  const language = languageOf(peek(args, "lang"), around.env);
  const early = new Terminal({
    ...around,
    flags: { lang: language, color: peek(args, "color"), json: args.includes("--json") },
  });
  let terminal = early;
  try {
    const [name = "", ...rest] = args;
    if (name === "" || name === "--help" || name === "-h" || name === "help") {
      early.print(overview(early));
      return name === "" ? EXIT.usage : EXIT.ok;
    }
    const command = await loadCommand(commandName(name === "--version" || name === "-v" ? "version" : name));
    const line = readCommandLine(command, rest);
    terminal = terminalFor(line, around);
    if (line.flags["help"] === true) {
      terminal.print(commandHelp(command, terminal));
      return EXIT.ok;
    }
    return await command.run(line, terminal);
  } catch (error) {
    complain(error, terminal);
    return error instanceof ConfigError ? error.exitCode : exitCodeOf(error);
  }
}

function commandName(name: string): CommandName {
  const known = COMMAND_NAMES.find((one) => one === name);
  if (known !== undefined) return known;
  const near = nearest(name, COMMAND_NAMES);
  throw usageError(
    ["error.unknown-command", { name }],
    near === undefined ? ["hint.commands", {}] : ["hint.did-you-mean", { name: `weir ${near}` }],
  );
}

function terminalFor({ flags }: CommandLine, around: Surroundings): Terminal {
  const text = (name: string): string | undefined => (typeof flags[name] === "string" ? flags[name] : undefined);
  return new Terminal({
    ...around,
    flags: {
      lang: text("lang"),
      color: text("color"),
      json: flags["json"] === true,
      quiet: flags["quiet"] === true,
      verbose: flags["verbose"] === true,
      noInput: flags["no-input"] === true,
    },
  });
}

/** What went wrong, and what to do next. */
function complain(error: unknown, terminal: Terminal): void {
  const { code, message, hint } = wordsOf(error, terminal);
  if (terminal.json) {
    terminal.printJson({ schemaVersion: 1, error: hint === undefined ? { code, message } : { code, message, hint } });
    return;
  }
  terminal.warn(`weir: ${message}`);
  if (hint !== undefined) terminal.warn(`      ${hint}`);
  if (terminal.verbose && error instanceof Error) terminal.warn(error.stack ?? error.message);
}

interface Words {
  readonly code: string;
  readonly message: string;
  readonly hint: string | undefined;
}

function wordsOf(error: unknown, terminal: Terminal): Words {
  if (error instanceof CliError) {
    const hint = error.hint === undefined ? undefined : terminal.later(error.hint);
    return { code: error.code, message: terminal.later(error.say), hint };
  }
  if (error instanceof WeirError) return { code: error.code, message: error.message, hint: error.hint };
  if (error instanceof ConfigError) {
    return {
      code: "WEIR_CONFIG",
      message: error.message.replaceAll("\n", "\nweir: "),
      hint: terminal.say("hint.settings"),
    };
  }
  if (isMissingFile(error)) {
    const message = terminal.say("error.no-file", { path: error.path ?? "" });
    return { code: "WEIR_NO_FILE", message, hint: terminal.say("hint.capture-first") };
  }
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: "WEIR_UNEXPECTED",
    message: terminal.say("error.unexpected", { message }),
    hint: terminal.say("hint.verbose"),
  };
}

/** The value of a flag before the command line is read: errors in it are said in the right language too. */
function peek(args: readonly string[], name: string): string | undefined {
  const at = args.findIndex((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`));
  const arg = args[at];
  if (arg === undefined) return undefined;
  return arg.includes("=") ? arg.slice(arg.indexOf("=") + 1) : args[at + 1];
}
