import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Node binaries of several releases, kept for the tests; on Linux only. */
const runtimes = createRequire(join(import.meta.dirname, "../../test/runtimes/package.json"));
/** Elsewhere they are fetched once, as npm packages that hold nothing but the binary. */
const CACHE = join(import.meta.dirname, "../node_modules/.cache/runtimes");

/**
 * @param node a major release, `24`, or `process` for the Node that runs this
 * @throws Error when npm has no such Node for this machine
 */
export function nodeBinary(node: string): string {
  if (node === "process") return process.execPath;
  if (!/^\d{2}$/.test(node)) throw new Error(`${node} is no release of Node: 20, 22, 24 or 26 is`);
  return ofTests(node) ?? ofNpm(node);
}

function ofTests(node: string): string | undefined {
  try {
    return join(dirname(runtimes.resolve(`node-${node}/package.json`)), "bin/node");
  } catch {
    return undefined; // not installed for this platform
  }
}

function ofNpm(node: string): string {
  const machine = `${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  const name = machine === "darwin-arm64" ? `node-bin-${machine}` : `node-${machine}`;
  const folder = join(CACHE, node);
  const binary = join(folder, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  const args = ["install", "--prefix", folder, "--no-save", "--no-audit", "--no-fund", `${name}@${node}`];
  execFileSync("npm", args, { stdio: ["ignore", "ignore", "inherit"] });
  return binary;
}
