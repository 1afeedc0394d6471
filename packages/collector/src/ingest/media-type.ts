import type { Encoding } from "./body-form.ts";

/** Content types of OTLP over HTTP. An answer has exactly the request's, without parameters. */
export const MEDIA_TYPE: Readonly<Record<Encoding, string>> = {
  protobuf: "application/x-protobuf",
  json: "application/json",
};

/** The encoding a Content-Type header names; parameters (`; charset=utf-8`) do not matter. */
export function encodingOf(contentType: string | undefined): Encoding | undefined {
  const type = contentType?.split(";", 1)[0]?.trim().toLowerCase();
  if (type === MEDIA_TYPE.protobuf) return "protobuf";
  return type === MEDIA_TYPE.json ? "json" : undefined;
}
