import type { Attributes } from "@weir/core";
import { readSpans } from "../protobuf/read-spans.ts";
import { request, span } from "./message.ts";

/** Attributes of one span that has these fields, as the protobuf reader sees them. */
export function attributesOf(...fields: Buffer[]): Attributes | undefined {
  return readSpans(request([span(...fields)])).spans[0]?.attributes;
}
