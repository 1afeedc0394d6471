import { WeirError } from "../../errors.ts";
import type { SentError } from "./messages.ts";

/** An error as plain text, to cross between threads with its code. */
export function toSent(error: unknown): SentError {
  if (!(error instanceof Error)) return { name: "Error", message: String(error) };
  const { name, message } = error;
  if (!(error instanceof WeirError)) return { name, message };
  const { code, hint, status, retryAfter, cause } = error;
  return {
    name,
    message,
    code,
    status,
    ...(hint === undefined ? {} : { hint }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(cause instanceof Error ? { cause: cause.message } : {}),
  };
}

export function fromSent({ name, message, code, cause, ...detail }: SentError): Error {
  if (code !== undefined) {
    return new WeirError(code, message, cause === undefined ? detail : { ...detail, cause: new Error(cause) });
  }
  return name === "RangeError" ? new RangeError(message) : new Error(message);
}

/** Code and message, for one line on Status. */
export function errorText(error: unknown): string {
  const { code, message } = toSent(error);
  return code === undefined ? message : `${code}: ${message}`;
}
