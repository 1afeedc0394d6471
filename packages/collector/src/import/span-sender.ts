import type { SourceUpload } from "@weir/core";
import { gzipSync } from "node:zlib";
import { WeirError } from "../errors.ts";

/** Tries to hand over one body before giving up; the last pause repeats. Milliseconds. */
const PAUSES_MS = [250, 500, 1_000, 2_000, 5_000, 5_000, 5_000, 5_000, 5_000, 5_000] as const;
const TIMEOUT_MS = 60_000;
/** A collector that asks for more patience than this is asked again anyway. Milliseconds. */
const MAX_WAIT_MS = 30_000;

/** Hands spans to a collector one body after the other, as slowly as it asks for. */
export class SpanSender {
  readonly url: string;
  sent = 0;
  readonly #token: string | undefined;

  constructor(url: string, token: string | undefined) {
    this.url = url;
    this.#token = token;
  }

  /** Gzipped OTLP JSON. */
  spans(body: Buffer): Promise<void> {
    return this.#post("/v1/traces", body);
  }

  sources(upload: SourceUpload): Promise<void> {
    return this.#post("/api/v1/sources", gzipSync(JSON.stringify(upload)));
  }

  async #post(path: string, body: Buffer): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      const pause = PAUSES_MS[attempt];
      const answer = await this.#try(path, body);
      if (answer.status === 200) return;
      const isBusy = answer.status === 429 || answer.status === 503 || answer.status === 0;
      if (!isBusy || pause === undefined) throw refused(answer.status, this.url);
      await new Promise((resume) => setTimeout(resume, Math.min(MAX_WAIT_MS, Math.max(pause, answer.retryAfterMs))));
    }
  }

  /** Status 0: nobody answered. */
  async #try(path: string, body: Buffer): Promise<{ readonly status: number; readonly retryAfterMs: number }> {
    try {
      const response = await fetch(`${this.url}${path}`, {
        method: "POST",
        redirect: "error",
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: {
          "content-type": "application/json",
          "content-encoding": "gzip",
          ...(this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` }),
        },
        body: new Uint8Array(body),
      });
      await response.body?.cancel();
      return { status: response.status, retryAfterMs: Number(response.headers.get("retry-after") ?? 0) * 1000 || 0 };
    } catch {
      return { status: 0, retryAfterMs: 0 };
    }
  }
}

function refused(status: number, url: string): WeirError {
  if (status === 401 || status === 403) {
    return new WeirError("WEIR_UNAUTHORIZED", `The collector at ${url} asks for a token`, {
      status,
      hint: "Set WEIR_INGEST_TOKEN",
    });
  }
  const what = status === 0 ? "does not answer any more" : `refused spans with ${status}`;
  return new WeirError("WEIR_UNREACHABLE", `The collector at ${url} ${what}`, {
    hint: "What was sent stays; sending the file again changes nothing twice",
  });
}
