import { type ErrorCode, WeirError } from "../errors.ts";
import type { SayArgs } from "./messages/say.ts";
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

/** The exit code for an error that reached the top. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CliError) return error.exitCode;
  if (error instanceof WeirError && isRefusal(error)) return EXIT.usage;
  if (isMissingFile(error)) return EXIT.usage;
  return EXIT.temporary;
}

/** Settings that cannot be used, whatever the status over HTTP would be. */
const REFUSED: ReadonlySet<ErrorCode> = new Set(["WEIR_LISTEN_NEEDS_TOKEN", "WEIR_STORE_ADDRESS"]);

/** What was asked for cannot be had, now or later; too much at once can be. */
function isRefusal({ code, status }: WeirError): boolean {
  return REFUSED.has(code) || (status >= 400 && status < 500 && status !== 429);
}

export function isMissingFile(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "EISDIR");
}
