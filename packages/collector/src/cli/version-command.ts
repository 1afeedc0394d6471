import { VERSION } from "../version.ts";
import type { Command } from "./command.ts";

export const versionCommand: Command = {
  name: "version",
  description: "Print the version",
  flags: { json: { type: "boolean", description: "As JSON" } },
  run: async ({ flags }) => {
    const json = JSON.stringify({ schemaVersion: 1, weir: VERSION, node: process.versions.node });
    process.stdout.write(`${flags["json"] === true ? json : VERSION}\n`);
    return 0;
  },
};
