import { promisify } from "node:util";
import { gunzip, gunzipSync } from "node:zlib";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { WeirError } from "../errors.ts";

/** Of a body after decompression. Bytes. */
export const MAX_UNPACKED_BODY: number = 64 * 1024 * 1024;
/** Above this a body is unpacked beside the event loop. Compressed bytes. */
const SYNC_LIMIT = 256 * 1024;

const gunzipBeside = promisify(gunzip);

/** Reads JSON bodies, gzipped ones too; nothing else is read by the API's routes. */
export function readJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, async (request: FastifyRequest, body: Buffer) =>
    parseJson(await unpacked(request, body)),
  );
}

async function unpacked(request: FastifyRequest, body: Buffer): Promise<Buffer> {
  const encoding = request.headers["content-encoding"] ?? "identity";
  if (encoding === "identity") return body;
  if (encoding !== "gzip") {
    throw new WeirError("WEIR_UNSUPPORTED_ENCODING", "Only gzip is understood as Content-Encoding", { status: 415 });
  }
  try {
    const options = { maxOutputLength: MAX_UNPACKED_BODY };
    return body.length <= SYNC_LIMIT ? gunzipSync(body, options) : await gunzipBeside(body, options);
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ERR_BUFFER_TOO_LARGE") {
      throw new WeirError("WEIR_BODY_TOO_LARGE", "The body unpacks to more than this route accepts", {
        status: 413,
        cause,
      });
    }
    throw new WeirError("WEIR_BAD_GZIP", "The body is not gzip", { status: 400, cause });
  }
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch (cause) {
    throw new WeirError("WEIR_BAD_JSON", "The body is not JSON", { status: 400, cause });
  }
}
