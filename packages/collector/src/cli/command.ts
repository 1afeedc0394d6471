import { type ArgsDef, type CommandDef, defineCommand } from "citty";

/** What a command line says, after the library split it up. */
export interface CommandLine {
  readonly flags: Readonly<Record<string, unknown>>;
  /** Everything behind `--`: the command to wrap. */
  readonly wrapped: readonly string[];
}

/** One subcommand. Resolves to the exit code. */
export interface Command {
  readonly name: string;
  readonly description: string;
  readonly flags: ArgsDef;
  run(line: CommandLine): Promise<number>;
}

/** The only place that knows the argument parser. */
export function toParserCommand(command: Command, wrapped: readonly string[]): CommandDef {
  const definition = defineCommand({
    meta: { name: command.name, description: command.description },
    args: command.flags,
    run: async ({ args }) => {
      process.exitCode = await command.run({ flags: args, wrapped });
    },
  });
  return definition;
}
