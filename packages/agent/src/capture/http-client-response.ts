import type { IncomingMessage } from "node:http";
import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import type { Span } from "@opentelemetry/api";
import { guarded } from "../guard.ts";
import type { IncomingResponse } from "../evidence/probe.ts";
import type { LiveOperation } from "./live-root.ts";
import type { Recorder } from "./recorder.ts";
import { MAX_TEXT_CHARS } from "./response-bodies.ts";

export interface Following {
  readonly op: LiveOperation | undefined;
  readonly span: Span | undefined;
  readonly recorder: Recorder;
  readonly values: boolean;
}

const DUMPED = "_dumped";

/** Called when the headers are in and before the app is told; follows the body to its end without consuming it. */
export function followResponse(response: IncomingMessage, { op, span, recorder, values }: Following): void {
  const encoding = response.headers["content-encoding"];
  const chunks = values && op?.root.full === true && isText(response) ? collect(response) : undefined;
  const seen = (): IncomingResponse => ({
    status: response.statusCode ?? 0,
    headers: () => entries(response.headers),
    get text() {
      return chunks === undefined ? undefined : decode(chunks(), encoding);
    },
  });
  if (op !== undefined) {
    recorder.hold(op);
    recorder.headers(op, seen());
  }
  let over = false;
  const finish = (complete: boolean): void => {
    if (over) return;
    over = true;
    guarded("http body", () => {
      span?.end();
      if (op === undefined) return;
      // Node empties a response nobody listens to by itself.
      if ((response as { [DUMPED]?: boolean })[DUMPED] === true) recorder.release(op);
      else if (complete) recorder.body(op, seen());
      else recorder.bodyFailed(op, undefined);
    });
  };
  response.prependListener("end", () => finish(true));
  response.once("close", () => finish(response.readableEnded));
}

function* entries(headers: IncomingMessage["headers"]): Generator<readonly [string, string]> {
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) yield [name, Array.isArray(value) ? value.join(", ") : value];
  }
}

function isText(response: IncomingMessage): boolean {
  return /json|text|xml|x-www-form-urlencoded/i.test(response.headers["content-type"] ?? "");
}

/** Copies what the parser pushes into the stream; no version of Node announces body chunks of this client. */
function collect(response: IncomingMessage): () => readonly Buffer[] {
  let chunks: Buffer[] = [];
  let size = 0;
  const push = response.push.bind(response);
  response.push = (chunk: unknown, encoding?: BufferEncoding): boolean => {
    if (Buffer.isBuffer(chunk)) {
      size += chunk.length;
      if (size <= MAX_TEXT_CHARS) chunks.push(chunk);
      else chunks = [];
    }
    return push(chunk, encoding);
  };
  return () => (size <= MAX_TEXT_CHARS ? chunks : []);
}

/** Runs after the request is over, when a probe asks for the text. */
function decode(chunks: readonly Buffer[], encoding: string | undefined): string | undefined {
  if (chunks.length === 0) return undefined;
  const bytes = Buffer.concat(chunks);
  const limit = { maxOutputLength: MAX_TEXT_CHARS };
  return guarded("http body text", () => {
    switch (encoding?.toLowerCase()) {
      case "gzip":
      case "x-gzip":
        return gunzipSync(bytes, limit).toString("utf8");
      case "br":
        return brotliDecompressSync(bytes, limit).toString("utf8");
      case "deflate":
        return inflateSync(bytes, limit).toString("utf8");
      case undefined:
      case "identity":
        return bytes.toString("utf8");
      default:
        return undefined;
    }
  });
}
