import { spawn } from "node:child_process";
import { constants } from "node:os";
import { USER_PATH } from "./runtime.ts";

/** Weir's own failure while wrapping a command; every other code is the command's. */
export const WRAP_FAILED = 70;

/**
 * Runs the user's command with OTLP pointed at us and passes its exit code through.
 * `stop` asks it to end; the promise still resolves to its code.
 */
export function runWrapped(
  command: readonly string[],
  endpoint: string,
): { readonly exit: Promise<number>; stop(signal: NodeJS.Signals): void } {
  const [name = "", ...args] = command;
  const { [USER_PATH]: userPath, ...env } = process.env;
  const child = spawn(name, args, {
    stdio: "inherit",
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
      process.stderr.write(`weir: cannot run ${name}: ${error.message}\n`);
      resolve(WRAP_FAILED + 1);
    });
    child.once("exit", (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
  return { exit, stop: (signal) => void child.kill(signal) };
}
