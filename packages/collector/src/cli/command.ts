import type { PlainKey } from "./messages/say.ts";
import type { Terminal } from "./terminal.ts";

/** A flag of a command. Its spelling is its key in `Command.flags`: `--source-root`. */
export interface Flag {
  readonly type: "text" | "switch";
  readonly about: PlainKey;
  readonly short?: string;
  /** What stands for its value in the help: `--port=<number>`. */
  readonly value?: string;
  readonly choices?: readonly string[];
  /** A text that may be given several times, or once with commas. */
  readonly many?: boolean;
}

export type Flags = Readonly<Record<string, Flag>>;

/** What a command line says, split up and checked against the command's flags. */
export interface CommandLine {
  readonly flags: GivenFlags;
  readonly operands: readonly string[];
  /** Everything behind `--`: the command to wrap. */
  readonly wrapped: readonly string[];
}

/** Switches are `true` or absent; texts that may be repeated are lists. */
export type GivenFlags = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** One subcommand. Its description is the message `about.<name>`. */
export interface Command {
  readonly name: CommandName;
  readonly flags: Flags;
  /** What it takes besides flags, as the help shows it: `FILE…`. */
  readonly operands?: { readonly label: string; readonly min: number; readonly max: number };
  /** Takes a command to wrap behind `--`. */
  readonly wraps?: boolean;
  readonly examples: readonly string[];
  /** Resolves to the exit code. */
  run(line: CommandLine, terminal: Terminal): Promise<number>;
}

export const COMMAND_NAMES = [
  "init",
  "dev",
  "start",
  "capture",
  "check",
  "report",
  "diff",
  "explain",
  "fix",
  "accept",
  "import",
  "export",
  "doctor",
  "alerts",
  "mcp",
  "config",
  "completions",
  "version",
] as const;

export type CommandName = (typeof COMMAND_NAMES)[number];

/** The text of a flag; absent when it was not given. */
export function textFlag(flags: GivenFlags, name: string): string | undefined {
  const value = flags[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The texts of a flag that may be repeated or hold commas. */
export function listFlag(flags: GivenFlags, name: string): readonly string[] {
  const value = flags[name];
  const given = Array.isArray(value) ? (value as readonly string[]) : typeof value === "string" ? [value] : [];
  return given.flatMap((text) => text.split(",")).filter((text) => text !== "");
}
