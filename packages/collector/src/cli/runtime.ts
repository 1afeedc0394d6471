import { spawn } from "node:child_process";
import { constants } from "node:os";

/** `node:sqlite` is free of warnings from here on. */
const MINIMUM = [24, 15] as const;
/** What is brought when the machine's Node is older. */
const BROUGHT = "24.21.0";

/** Where the user's own PATH is kept while the collector runs on a brought Node, so that wrapped commands get theirs. */
export const USER_PATH = "WEIR_USER_PATH";
/** The version of the user's own Node, for `weir doctor`. */
export const USER_NODE = "WEIR_USER_NODE";

export function isRecentEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1]);
}

/**
 * Runs the same command line on a newer Node that npm brings and caches. The user's project keeps its own Node: nothing
 * is installed into it. Resolves to the exit code.
 */
export async function exitCodeOnNewerNode(command: readonly string[]): Promise<number> {
  const brought = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}@${BROUGHT}`;
  process.stderr.write(`weir: Node ${process.versions.node} is too old for the collector; using ${brought} from npm\n`);
  const child = spawn("npx", ["-y", `--package=${brought}`, "--", "node", ...command], {
    stdio: "inherit",
    env: { ...process.env, [USER_PATH]: process.env.PATH ?? "", [USER_NODE]: process.versions.node },
    shell: process.platform === "win32",
  });
  // The terminal sends signals to the whole group; this process only has to outlive its child.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.once("error", (error) => {
      process.stderr.write(
        `weir: the collector needs Node ${MINIMUM.join(".")} or newer, and npx could not bring one (${error.message})\n`,
      );
      resolve(75);
    });
    child.once("exit", (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}
