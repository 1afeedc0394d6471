import type { IncomingMessage } from "node:http";
import type { Span } from "@opentelemetry/api";
import { guarded } from "../guard.ts";
import type { IncomingResponse } from "../evidence/probe.ts";
import type { LiveOperation } from "./live-root.ts";
import type { Recorder } from "./recorder.ts";
import { decodeText, isTextual, MAX_TEXT_CHARS } from "./text-chunks.ts";

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
  const chunks =
    values && op?.root.values === true && isTextual(response.headers["content-type"]) ? collect(response) : undefined;
  const seen = (): IncomingResponse => ({
    status: response.statusCode ?? 0,
    headers: () => entries(response.headers),
    get text() {
      return chunks === undefined ? undefined : decodeText(chunks(), encoding);
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
