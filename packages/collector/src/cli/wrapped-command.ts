import { spawn } from "node:child_process";
import { constants } from "node:os";
import { EXIT } from "./exit-code.ts";
import { USER_NODE, USER_PATH } from "./runtime.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Runs the user's command with OTLP pointed at us and passes its exit code through.
 * `stop` asks it to end; the promise still resolves to its code.
 */
export function runWrapped(
  command: readonly string[],
  endpoint: string,
  terminal: Terminal,
): { readonly exit: Promise<number>; stop(signal: NodeJS.Signals): void } {
  const [name = "", ...args] = command;
  const { [USER_PATH]: userPath, [USER_NODE]: _userNode, ...env } = process.env;
  const child = spawn(name, args, {
    // With --json the result alone is on standard output.
    stdio: ["inherit", terminal.json ? process.stderr : "inherit", "inherit"],
    shell: process.platform === "win32",
    env: {
      ...env,
      ...(userPath === undefined ? {} : { PATH: userPath }),
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
      // Whoever starts a server this way is developing it: short delays, sources sent, one request is enough.
      WEIR_ENVIRONMENT: process.env["WEIR_ENVIRONMENT"] ?? "development",
    },
  });
  const exit = new Promise<number>((resolve) => {
    child.once("error", (error) => {
      terminal.warn(`weir: ${terminal.say("error.cannot-run", { name, message: error.message })}`);
      resolve(EXIT.notStarted);
    });
    child.once("exit", (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
  return { exit, stop: (signal) => void child.kill(signal) };
}
