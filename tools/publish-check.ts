/**
 * Could a stranger install what is published? publint, strictly; every import of a packed file leads somewhere; and no
 * package, nor what the agent loads into a host app, grows beyond its limit.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { missingImports } from "./publish/missing-imports.ts";
import { packedPackage } from "./publish/packed-package.ts";

const root = resolve(import.meta.dirname, "..");
/** Bytes of the tarballs: a tenth or two above what they are. Raising one is a decision, made here. */
const TARBALL_BYTES = { core: 180_000, agent: 190_000, collector: 1_700_000 };
/** JavaScript that `@weir/agent/register` brings into a process, OpenTelemetry included; two thirds of it are theirs. */
const LOADED_BYTES = 1_500_000;

const faults: string[] = [];
for (const [name, limit] of Object.entries(TARBALL_BYTES)) {
  const folder = join(root, "packages", name);
  const { messages } = await publint({ pkgDir: folder, strict: true });
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<string, unknown>;
  faults.push(...messages.map((message) => `${name}: ${formatMessage(message, manifest) ?? message.code}`));
  const packed = packedPackage(folder);
  faults.push(...missingImports(packed).map((missing) => `${name}: ${missing}`));
  faults.push(
    ...["README.md", "LICENSE"].filter((file) => !packed.files.includes(file)).map((file) => `${name}: no ${file}`),
  );
  say(`${name}'s tarball`, packed.size, limit);
}
say("what the agent loads", loadedBytes(), LOADED_BYTES);
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exit(1);

function say(what: string, bytes: number, limit: number): void {
  console.log(`${what}: ${(bytes / 1000).toFixed(0)} of ${limit / 1000} kB`);
  if (bytes > limit) faults.push(`${what} is over its limit`);
}

function loadedBytes(): number {
  const entry = pathToFileURL(join(root, "packages/agent/dist/register.js")).href;
  const args = [join(root, "tools/publish/loaded-code.ts"), entry];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (stdout === "") throw new Error(stderr);
  return (JSON.parse(stdout) as { bytes: number }).bytes;
}
