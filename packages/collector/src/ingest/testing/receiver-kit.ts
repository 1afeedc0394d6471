import { gzipSync } from "node:zlib";
import type { FastifyInstance, LightMyRequestResponse } from "fastify";
import { Metrics } from "../../metrics.ts";
import { createLogger } from "../../server/logger.ts";
import { createServer } from "../../server.ts";
import type { BodyForm, Encoding } from "../body-form.ts";
import { Intake, type IntakeOptions } from "../intake.ts";
import { MemoryJournal } from "../journal/memory-journal.ts";
import { MEDIA_TYPE } from "../media-type.ts";
import { MAX_BODY_BYTES, MAX_BODY_BYTES_AT_ONCE, otlpReceiver, type ReceiverOptions } from "../receiver.ts";
import { CollectingSink } from "./collecting-sink.ts";
import { encodeWithOracle, type OracleRequest } from "./oracle.ts";
import { toOtlpJson } from "./otlp-json.ts";

export interface Kit {
  readonly app: FastifyInstance;
  readonly intake: Intake;
  readonly sink: CollectingSink;
  readonly metrics: Metrics;
}

/** A server with nothing but the receiver. */
export async function receiverKit(options: Partial<ReceiverOptions & IntakeOptions> = {}): Promise<Kit> {
  const metrics = options.metrics ?? new Metrics();
  const sink = new CollectingSink();
  const maxBodyBytes = options.maxBodyBytes ?? MAX_BODY_BYTES;
  const intake = new Intake({ sink, journal: new MemoryJournal(), ...options, metrics, maxBodyBytes });
  const app = createServer({
    logger: createLogger("silent"),
    metrics,
    readiness: () => ({ ready: true }),
    allowedHosts: [],
    allowedOrigins: [],
  });
  await app.register(
    otlpReceiver({
      maxBodyBytesAtOnce: MAX_BODY_BYTES_AT_ONCE,
      cors: { origins: [], headers: [] },
      forwarders: [],
      ...options,
      intake,
      metrics,
      maxBodyBytes,
    }),
  );
  return { app, intake, sink, metrics };
}

/** Every way a body may come. */
export const FORMS: readonly BodyForm[] = [
  { encoding: "protobuf", gzip: false },
  { encoding: "protobuf", gzip: true },
  { encoding: "json", gzip: false },
  { encoding: "json", gzip: true },
];

export function headersOf({ encoding, gzip }: BodyForm): Record<string, string> {
  return { "content-type": MEDIA_TYPE[encoding], ...(gzip ? { "content-encoding": "gzip" } : {}) };
}

export function pack(body: Buffer, form: BodyForm): Buffer {
  return form.gzip ? gzipSync(body, { level: 1 }) : body;
}

export function encode(request: OracleRequest, encoding: Encoding): Buffer {
  return encoding === "protobuf" ? encodeWithOracle(request) : Buffer.from(JSON.stringify(toOtlpJson(request)));
}

export interface Post {
  readonly url?: string;
  readonly headers?: Record<string, string>;
}

export function post(kit: Kit, form: BodyForm, body: Buffer, { url = "/v1/traces", headers = {} }: Post = {}) {
  const all = { ...headersOf(form), ...headers };
  return kit.app.inject({ method: "POST", url, headers: all, payload: pack(body, form) });
}

/** `google.rpc.Status`, or `partial_success`, from either encoding. */
export interface Told {
  readonly type: string | undefined;
  readonly code?: number;
  readonly message?: string;
  readonly details?: readonly string[];
  readonly rejected?: number;
  readonly hint?: string;
}

export function told(answer: LightMyRequestResponse): Told {
  const type = answer.headers["content-type"];
  if (type === MEDIA_TYPE.json) {
    const { code, message, details, partialSuccess } = answer.json<Record<string, never>>();
    const { rejectedSpans, errorMessage } = (partialSuccess ?? {}) as Record<string, string>;
    return {
      type,
      ...(code === undefined ? {} : { code, message }),
      ...(details === undefined ? {} : { details: (details as { "@type": string }[]).map((one) => one["@type"]) }),
      ...(partialSuccess === undefined ? {} : { rejected: Number(rejectedSpans), hint: errorMessage ?? "" }),
    };
  }
  const fields = fieldsOf(answer.rawPayload);
  if (answer.statusCode === 200) {
    const partial = fields.get(1);
    if (partial === undefined) return { type };
    const inner = fieldsOf(partial as Buffer);
    return { type, rejected: (inner.get(1) as number | undefined) ?? 0, hint: String(inner.get(2) ?? "") };
  }
  const details = fields.get(3);
  return {
    type,
    code: fields.get(1) as number,
    message: String(fields.get(2)),
    ...(details === undefined ? {} : { details: [String(fieldsOf(details as Buffer).get(1))] }),
  };
}

/** Fields of a small message: varints below 128 and lengths below 2^14. */
function fieldsOf(bytes: Buffer): Map<number, number | Buffer> {
  const fields = new Map<number, number | Buffer>();
  let at = 0;
  const varint = (): number => {
    const first = bytes[at++] ?? 0;
    return first < 0x80 ? first : (first & 0x7f) + (bytes[at++] ?? 0) * 128;
  };
  while (at < bytes.length) {
    const tag = varint();
    const value = varint();
    if ((tag & 7) === 0) fields.set(tag >> 3, value);
    else {
      fields.set(tag >> 3, bytes.subarray(at, at + value));
      at += value;
    }
  }
  return fields;
}
