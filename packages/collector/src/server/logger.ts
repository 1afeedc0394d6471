import { type DestinationStream, type Logger, pino } from "pino";
import { WeirError } from "../errors.ts";

export type { Logger };
export type LogLevel = "silent" | "error" | "warn" | "info" | "debug";

/** JSON lines. Nothing a client sent is logged: no URL, header, body, address, nor the text of a foreign error. */
export function createLogger(level: LogLevel, destination?: DestinationStream): Logger {
  const options = { level, base: null, serializers: { err: loggedError, req: () => undefined, res: () => undefined } };
  return destination === undefined ? pino(options) : pino(options, destination);
}

interface LoggedError {
  readonly name: string;
  readonly code?: string;
  readonly message?: string;
  readonly stack?: readonly string[];
  readonly cause?: LoggedError;
}

/** How many causes of causes are shown. */
const CAUSE_DEPTH = 3;

/** A coded error's text is ours and safe; of any other only its class, its code and where it was thrown are kept. */
function loggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = (error as { code?: unknown }).code;
  return {
    name: error.name,
    ...(typeof code === "string" ? { code } : {}),
    ...(error instanceof WeirError ? { message: error.message } : {}),
    stack: frames(error),
    ...(error.cause !== undefined && depth < CAUSE_DEPTH ? { cause: loggedError(error.cause, depth + 1) } : {}),
  };
}

/** Stack lines without the first ones, which repeat the message. */
function frames(error: Error): string[] {
  const lines = (error.stack ?? "").split("\n").map((line) => line.trim());
  return lines.filter((line) => /^at .*:\d+:\d+\)?$/.test(line)).slice(0, 10);
}
