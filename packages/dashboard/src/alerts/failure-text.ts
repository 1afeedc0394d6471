import { alertText } from "../i18n/alert-text.ts";

/** Why a delivery failed, with the HTTP status where there was one: `it answered with an error (503)`. */
export function failureText({ reason, status }: { readonly reason: string; readonly status?: number }): string {
  const code = reason.startsWith("failure.") ? reason : `failure.${reason}`;
  return status === undefined ? alertText(code) : `${alertText(code)} (${status})`;
}
