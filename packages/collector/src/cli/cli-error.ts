import { type ErrorCode, WeirError } from "../errors.ts";
import type { SayArgs, MessageKey } from "./messages/say.ts";
import { EXIT } from "./exit-code.ts";

/** An error that the command line itself says, in the reader's language. */
export class CliError extends Error {
  override readonly name = "CliError";
  readonly code: ErrorCode;
  readonly exitCode: number;
  readonly say: SayArgs;
  readonly hint: SayArgs | undefined;

  constructor(code: ErrorCode, exitCode: number, say: SayArgs, hint?: SayArgs) {
    super(say[0]);
    this.code = code;
    this.exitCode = exitCode;
    this.say = say;
    this.hint = hint;
  }
}

/** The command line is wrong: exit code 2. */
export function usageError(say: SayArgs, hint?: SayArgs): CliError {
  return new CliError("WEIR_USAGE", EXIT.usage, say, hint);
}

/** A message without values to fill in. */
export function plain(key: MessageKey): SayArgs {
  return [key, {}];
}

const USAGE_CODES = new Set<string>([
  "WEIR_INPUT_UNREADABLE",
  "WEIR_INPUT_TOO_LARGE",
  "WEIR_INVALID_INPUT",
  "WEIR_UNKNOWN_KEY",
  "WEIR_FINDING_NOT_FOUND",
  "WEIR_TRACE_NOT_FOUND",
  "WEIR_NOT_FOUND",
  "WEIR_LISTEN_NEEDS_TOKEN",
]);

/** The exit code for an error that reached the top. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CliError) return error.exitCode;
  if (error instanceof WeirError && USAGE_CODES.has(error.code)) return EXIT.usage;
  if (isMissingFile(error)) return EXIT.usage;
  return EXIT.temporary;
}

export function isMissingFile(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "EISDIR");
}
