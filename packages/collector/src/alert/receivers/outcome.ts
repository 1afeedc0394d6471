import { plainText } from "@weir/core";
import type { Answer } from "../net/guarded-request.ts";
import type { SendOutcome } from "./port.ts";

/** Kept of an answer for people to read. Characters. */
const MAX_TEXT = 500;

/** Statuses after which the very same message may be taken later; what else says no means this message. */
const LATER: ReadonlySet<number> = new Set([401, 403, 404, 408, 409, 423, 425, 429]);

/**
 * What an answer means. 2xx: sent. 410: nobody is there any more. 429, 5xx and what a person can mend on the other side:
 * later. Redirects are not followed. Everything else: this message will never be taken, unless `anyLater` says that
 * the receiver's rules ask for every failure to be tried again.
 */
export function outcomeOf(answer: Answer, now: number, anyLater = false): SendOutcome {
  if (answer.kind === "failure") return { kind: "retry", reason: answer.reason };
  const { status } = answer;
  if (status >= 200 && status < 300) return { kind: "sent", status };
  const text = plainText(answer.text, MAX_TEXT);
  if (status === 410) return { kind: "gone", reason: "failure.gone", status, text };
  if (status >= 300 && status < 400) return { kind: "retry", reason: "failure.redirect", status, text };
  const retryAfterMs = readRetryAfter(answer.retryAfter, now);
  const waits = retryAfterMs === undefined ? {} : { retryAfterMs };
  if (status === 429) return { kind: "retry", reason: "failure.throttled", status, text, ...waits };
  if (status >= 500 || LATER.has(status) || anyLater) {
    return { kind: "retry", reason: "failure.status", status, text, ...waits };
  }
  return { kind: "refused", reason: "failure.refused", status, text };
}

/** Seconds, or a date. */
function readRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
