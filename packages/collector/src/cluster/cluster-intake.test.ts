import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import type { BodyForm } from "../ingest/body-form.ts";
import { MEDIA_TYPE } from "../ingest/media-type.ts";
import { encode, FORMS, headersOf, pack } from "../ingest/testing/receiver-kit.ts";
import { callSpan, requestWith } from "../ingest/testing/requests.ts";
import { span } from "../ingest/testing/message.ts";
import { PEER_TRACES_PATH } from "./peer-paths.ts";
import { openCollectors, type TestCollector, type Three } from "./testing/collectors.ts";

const TRACES = 30;
/** Two spans of each of many traces, the later ones behind all earlier ones. */
const numbers = [0, 1].flatMap((second) => Array.from({ length: TRACES }, (_, trace) => trace * 100 + second));
const made = requestWith(numbers.map((number) => callSpan(number)));
const PROTOBUF: BodyForm = { encoding: "protobuf", gzip: false };

let collectors: readonly TestCollector[] = [];
afterEach(() => Promise.all(collectors.map((collector) => collector.close())));

async function open(token?: string): Promise<Three> {
  const three = await openCollectors(token === undefined ? {} : { token });
  collectors = three;
  return three;
}

async function post(to: TestCollector, body: Buffer, form = PROTOBUF, path = "/v1/traces"): Promise<Response> {
  return fetch(`${to.url}${path}`, {
    method: "POST",
    body: pack(body, form) as Uint8Array<ArrayBuffer>,
    headers: headersOf(form),
  });
}

/** Collectors that were given spans of a trace, and how often each span came to a pipeline. */
function arrived(): { readonly homes: Map<string, Set<string>>; readonly spans: Map<string, number> } {
  const homes = new Map<string, Set<string>>();
  const spans = new Map<string, number>();
  for (const { url, sink } of collectors) {
    for (const { traceId, spanId } of sink.deliveries.flatMap((delivery) => delivery.spans)) {
      homes.set(traceId, (homes.get(traceId) ?? new Set()).add(url));
      spans.set(traceId + spanId, (spans.get(traceId + spanId) ?? 0) + 1);
    }
  }
  return { homes, spans };
}

function expectAllOnce(): void {
  const { homes, spans } = arrived();
  expect(homes.size).toBe(TRACES);
  expect([...homes.values()].every(({ size }) => size === 1)).toBe(true);
  expect([...spans.values()]).toEqual(numbers.map(() => 1));
}

describe("three collectors", () => {
  it.each(FORMS)("bring every trace whole to one of them ($encoding, gzip $gzip)", async (form) => {
    const [first, second, third] = await open();
    expect((await post(first, encode(made, form.encoding), form)).status).toBe(200);
    expectAllOnce();
    expect(new Set([...arrived().homes.values()].flatMap((urls) => [...urls])).size).toBe(3);
    // The same again, in whatever form, to whomever: everybody knows that it has been taken.
    for (const again of [first, second, third])
      expect((await post(again, encode(made, "json"), { encoding: "json", gzip: true })).status).toBe(200);
    expectAllOnce();
  });

  it("say 200 only when all have their part, and count the parts once when the body comes again", async () => {
    const [first, second, third] = await open();
    third.isAway = true;
    const refused = await post(first, encode(made, "protobuf"));
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "2"]);
    expect((await post(second, encode(made, "protobuf"))).status).toBe(503);
    expect(arrived().homes.size).toBeLessThan(TRACES);
    third.isAway = false;
    expect((await post(second, encode(made, "protobuf"))).status).toBe(200);
    expectAllOnce();
    expect(first.counted("weir_cluster_parts_total")).toBe(2);
  });

  it("take what is new of a body that comes with something else the next time", async () => {
    const [first, second] = await open();
    const half = requestWith(numbers.filter((number) => number < 1_500).map((number) => callSpan(number)));
    expect((await post(first, encode(half, "protobuf"))).status).toBe(200);
    expect((await post(second, encode(made, "protobuf"))).status).toBe(200);
    expectAllOnce();
  });

  it("pass on that one of them is full", async () => {
    const [first, second] = await open();
    second.sink.room = 0;
    for (const asked of [first, second]) {
      const answer = await post(asked, encode(made, "protobuf"));
      expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "2"]);
    }
    second.sink.room = Infinity;
    expect((await post(first, encode(made, "protobuf"))).status).toBe(200);
    expectAllOnce();
  });

  it("never hand on what another collector has sent", async () => {
    const [first, second, third] = await open();
    second.isAway = third.isAway = true;
    expect((await post(first, encode(made, "protobuf"), PROTOBUF, PEER_TRACES_PATH)).status).toBe(200);
    expect(first.sink.spans).toHaveLength(numbers.length);
  });

  it("refuse a body that one of them cannot read, once the others have their parts", async () => {
    const [first, second, third] = await open();
    const broken = Buffer.concat([encode(made, "protobuf"), unreadable()]);
    for (const other of [second, third]) other.isAway = true;
    expect((await post(first, broken)).status).toBe(503);
    for (const other of [second, third]) other.isAway = false;
    expect((await post(first, broken)).status).toBe(400);
  });

  it("tell the sender of spans that any of them left out", async () => {
    const [first] = await open();
    const invalid = numbers.map((number) => callSpan(number, { kind: 99 }));
    const answer = await post(first, encode(requestWith(invalid), "json"), { encoding: "json", gzip: false });
    const { partialSuccess } = (await answer.json()) as { partialSuccess: { rejectedSpans: string } };
    expect(partialSuccess.rejectedSpans).toBe(String(numbers.length));
  });

  it("answer a body without spans", async () => {
    const [first] = await open();
    expect((await post(first, encode(requestWith([]), "protobuf"))).status).toBe(200);
  });
});

describe("collectors with tokens", () => {
  const token = "p".repeat(16);

  it("let only each other in", async () => {
    const [first] = await open(token);
    expect((await post(first, encode(made, "protobuf"))).status).toBe(200);
    expectAllOnce();
    expect((await post(first, encode(made, "protobuf"), PROTOBUF, PEER_TRACES_PATH)).status).toBe(401);
    expect((await fetch(`${first.url}/peer/v1/notices`)).status).toBe(401);
  });

  it("ask the sender to come again when they do not know each other: it is no fault of its own", async () => {
    const [first, second, third] = await open(token);
    for (const other of [second, third]) other.tokens.splice(0, 1, "q".repeat(16));
    expect((await post(first, encode(made, "protobuf"))).status).toBe(503);
    expect(first.metrics.text()).toContain('weir_cluster_parts_total{result="stranger"} 2');
  });
});

describe("what is no part", () => {
  it("is refused: other types, and gzip", async () => {
    const [first] = await open();
    const headers = { "content-type": "text/csv" };
    expect((await fetch(`${first.url}${PEER_TRACES_PATH}`, { method: "POST", body: "x", headers })).status).toBe(415);
    const packed = gzipSync(encode(made, "protobuf")) as Uint8Array<ArrayBuffer>;
    const gzipped = await fetch(`${first.url}${PEER_TRACES_PATH}`, {
      method: "POST",
      body: packed,
      headers: { "content-type": MEDIA_TYPE.protobuf },
    });
    expect(gzipped.status).toBe(400);
  });
});

/** A request with a span whose ids can be read, and nothing behind them. */
function unreadable(): Buffer {
  const torn = span().subarray(0, 18 + 10 + 3);
  const wrapped = (tag: number, content: Buffer): Buffer =>
    Buffer.concat([Buffer.from([tag, content.length]), content]);
  return wrapped(0x0a, wrapped(0x12, wrapped(0x12, torn)));
}
