import type { Readable } from "node:stream";
import { WeirError } from "../errors.ts";
import type { BodyShare } from "./body-budget.ts";

/** How much of a body that is too large is still read, as a multiple of the limit, before the sender is cut off. */
const DRAIN_FACTOR = 4;

export function bodyTooLarge(limit: number): WeirError {
  return new WeirError("WEIR_BODY_TOO_LARGE", `The body is larger than ${limit} bytes`, {
    status: 413,
    hint: "Send smaller batches, or raise maxBodyBytes",
  });
}

/**
 * Reads a whole body. A refused one is read on and thrown away: hanging up on a client that still sends makes it see a
 * broken connection, which it repeats, instead of the answer, which it obeys.
 *
 * @throws WeirError `WEIR_BODY_TOO_LARGE` (413), `WEIR_TOO_MANY_BODIES` (429), `WEIR_BODY_CUT_SHORT` (400)
 */
export async function readBody(stream: Readable, limit: number, share: BodyShare): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let seen = 0;
  let refusal: WeirError | undefined;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      seen += chunk.length;
      if (seen > limit * DRAIN_FACTOR) break;
      if (refusal === undefined && seen > limit) refusal = bodyTooLarge(limit);
      if (refusal === undefined && !share.take(chunk.length)) refusal = tooManyBodies();
      if (refusal === undefined) chunks.push(chunk);
      else chunks.length = 0;
    }
  } catch (cause) {
    refusal ??= new WeirError("WEIR_BODY_CUT_SHORT", "The body ended early", { status: 400, cause });
  }
  if (refusal !== undefined) throw refusal;
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, seen);
}

function tooManyBodies(): WeirError {
  const detail = { status: 429, retryAfter: 1 };
  return new WeirError("WEIR_TOO_MANY_BODIES", "Too many requests are being read at once", detail);
}
