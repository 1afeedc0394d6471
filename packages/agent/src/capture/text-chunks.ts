import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import { guarded } from "../guard.ts";

/** A response text larger than this is never kept; the probes then know nothing of its values. */
export const MAX_TEXT_CHARS = 1_000_000;

export function isTextual(contentType: string | null | undefined): boolean {
  return /json|text|xml|x-www-form-urlencoded/i.test(contentType ?? "");
}

/** The text of a body as it came over the wire; `undefined` for none, and where the encoding is not known. */
export function decodeText(chunks: readonly Uint8Array[], encoding: string | undefined): string | undefined {
  if (chunks.length === 0) return undefined;
  const bytes = Buffer.concat(chunks);
  const limit = { maxOutputLength: MAX_TEXT_CHARS };
  return guarded("body text", () => {
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
