import type { Answer } from "./transport.ts";

/** The only answers OTLP allows a client to try again after. */
const RETRYABLE = new Set([429, 502, 503, 504]);
const FIRST_DELAY_MS = 1000;
const MAX_DELAY_MS = 30_000;

export type Verdict =
  | { readonly kind: "done" }
  | { readonly kind: "drop"; readonly reason: string }
  | { readonly kind: "again"; readonly afterMs: number };

export interface RetryClock {
  /** In [0, 1). */
  readonly fraction: () => number;
  /** Wall time in ms, to read a `Retry-After` date. */
  readonly wallMs: () => number;
}

/** What to do after an attempt: exponential delays with ±20 % jitter, or what the collector asks for. */
export function judge(answer: Answer, attempt: number, clock: RetryClock): Verdict {
  if (answer.kind === "answered") {
    if (answer.status >= 200 && answer.status < 300) return { kind: "done" };
    if (!RETRYABLE.has(answer.status)) return { kind: "drop", reason: `status ${answer.status}` };
  }
  const asked = answer.kind === "answered" ? retryAfterMs(answer.retryAfter, clock.wallMs()) : undefined;
  const backoff = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt) * (0.8 + 0.4 * clock.fraction());
  return { kind: "again", afterMs: Math.round(Math.min(MAX_DELAY_MS * 2, asked ?? backoff)) };
}

/** Seconds or an HTTP date. */
function retryAfterMs(text: string | undefined, wallMs: number): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text.trim())) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - wallMs);
}
