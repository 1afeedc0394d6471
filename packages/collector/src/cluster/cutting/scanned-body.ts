import type { Encoding } from "../../ingest/body-form.ts";
import type { TraceWords } from "../homes.ts";
import { scanJson } from "./scan-json.ts";
import { scanProtobuf } from "./scan-protobuf.ts";

/** The spans of one trace in one body. */
export interface Piece {
  readonly trace: TraceWords;
  /**
   * 64 bits made of the ids of the trace and of the spans, in their order: the same whenever the same spans are sent
   * again, in either encoding, and whoever cut the body before.
   */
  readonly id: PieceId;
}

export interface PieceId {
  readonly high: number;
  readonly low: number;
}

/** A body of which nothing is known but which trace each span belongs to. */
export interface ScannedBody {
  readonly pieces: readonly Piece[];
  /** Spans without ids that could be used. */
  readonly loose: number;
  /**
   * Bodies with the spans of the pieces that `binOf` sends there, each with its resource and scope; nothing for a bin
   * without spans. Loose spans go to `looseBin`.
   */
  parts(binOf: readonly number[], bins: number, looseBin: number): readonly (Buffer | undefined)[];
}

const SCANS: Readonly<Record<Encoding, (body: Buffer, maxSpans: number) => ScannedBody>> = {
  protobuf: scanProtobuf,
  json: scanJson,
};

/** @throws WeirError `WEIR_OTLP_MALFORMED`, `WEIR_OTLP_TOO_DEEP`, `WEIR_OTLP_TOO_MANY_SPANS`, as far as it looks. */
export function scanBody(body: Buffer, encoding: Encoding, maxSpans: number): ScannedBody {
  return SCANS[encoding](body, maxSpans);
}
