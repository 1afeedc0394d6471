import { type CommandDef, defineCommand, runMain } from "citty";
import { VERSION } from "../version.ts";
import { type Command, toParserCommand } from "./command.ts";

/** Loaded when used: `weir version` must not load a database. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  dev: async () => (await import("./dev.ts")).dev,
  start: async () => (await import("./start.ts")).start,
  version: async () => (await import("./version-command.ts")).versionCommand,
};

export async function runCli(args: readonly string[]): Promise<void> {
  const split = args.indexOf("--");
  const own = split < 0 ? args : args.slice(0, split);
  const wrapped = split < 0 ? [] : args.slice(split + 1);
  const subCommands = Object.fromEntries(
    Object.entries(COMMANDS).map(([name, load]): [string, () => Promise<CommandDef>] => [
      name,
      async () => toParserCommand(await load(), wrapped),
    ]),
  );
  const main = defineCommand({
    meta: { name: "weir", version: VERSION, description: "Finds needless waits in Next.js and SvelteKit servers" },
    subCommands,
  });
  await runMain(main, { rawArgs: [...own] });
}
