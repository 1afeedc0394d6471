import { VERSION } from "../version.ts";
import type { Command } from "./command.ts";

export const versionCommand: Command = {
  name: "version",
  flags: {},
  examples: ["weir version", "weir version --json"],
  run: async (_line, terminal) => {
    if (terminal.json) terminal.printJson({ schemaVersion: 1, weir: VERSION, node: process.versions.node });
    else terminal.print(VERSION);
    return 0;
  },
};
