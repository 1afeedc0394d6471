/** publint over every package that is published, strictly. */
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { readFileSync } from "node:fs";

let found = 0;
for (const name of ["core", "agent", "collector"]) {
  const pkgDir = `packages/${name}`;
  const { messages } = await publint({ pkgDir, strict: true });
  const pkg = JSON.parse(readFileSync(`${pkgDir}/package.json`, "utf8")) as Record<string, unknown>;
  for (const message of messages) console.error(`${name}: ${formatMessage(message, pkg) ?? message.code}`);
  found += messages.length;
}
if (found > 0) process.exit(1);
console.log("publint: core, agent and collector are publishable");
