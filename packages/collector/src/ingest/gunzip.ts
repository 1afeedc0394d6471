import { createGunzip, gunzipSync } from "node:zlib";
import { WeirError } from "../errors.ts";
import { bodyTooLarge } from "./read-body.ts";

/** Bodies up to this size are unpacked at once: the asynchronous way costs more than half again as much. */
const SYNC_BYTES = 1024 * 1024;

/** Large bodies wait in line, so that only one of them is unpacked in memory at a time. */
let line: Promise<unknown> = Promise.resolve();

/**
 * Unpacks gzip up to `limit` bytes.
 *
 * @throws WeirError `WEIR_BODY_TOO_LARGE` (413) for a bomb, `WEIR_BAD_GZIP` (400)
 */
export function gunzip(body: Buffer, limit: number): Buffer | Promise<Buffer> {
  if (body.length <= SYNC_BYTES) return gunzipNow(body, limit);
  const result = line.then(() => gunzipInSteps(body, limit));
  line = result.catch(() => undefined);
  return result;
}

function gunzipNow(body: Buffer, limit: number): Buffer {
  try {
    return gunzipSync(body, { maxOutputLength: limit });
  } catch (cause) {
    throw refusal(cause, limit);
  }
}

/** In chunks, between which the event loop serves others. */
async function gunzipInSteps(body: Buffer, limit: number): Promise<Buffer> {
  const stream = createGunzip();
  stream.end(body);
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > limit) throw bodyTooLarge(limit);
      chunks.push(chunk);
    }
  } catch (cause) {
    throw refusal(cause, limit);
  }
  return Buffer.concat(chunks, bytes);
}

function refusal(cause: unknown, limit: number): WeirError {
  if (cause instanceof WeirError) return cause;
  if ((cause as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") return bodyTooLarge(limit);
  return new WeirError("WEIR_BAD_GZIP", "The body is not whole gzip", { status: 400, cause });
}
