import { WeirError } from "../errors.ts";

/** A file that cannot be read as spans. Its text never appears in the message. */
export function unreadable(message: string, hint: string, cause?: unknown): WeirError {
  return new WeirError("WEIR_INPUT_UNREADABLE", message, { status: 400, hint, cause });
}

export function inputTooLarge(what: string, bytes: number): WeirError {
  return new WeirError("WEIR_INPUT_TOO_LARGE", `${what} is larger than ${Math.round(bytes / 1024 / 1024)} MiB`, {
    status: 413,
    hint: "OTLP JSON lines (one request per line) of any length can be read",
  });
}
