import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { BodyForm } from "./body-form.ts";
import { FILE_JOURNAL, FileJournal } from "./journal/file-journal.ts";
import { MAX_BODY_BYTES } from "./receiver.ts";
import { bytesField } from "./testing/message.ts";
import { encode, FORMS, headersOf, pack, post, receiverKit, told } from "./testing/receiver-kit.ts";
import { callSpan, requestWith, text } from "./testing/requests.ts";

const TYPE = { protobuf: "application/x-protobuf", json: "application/json" };
const EMPTY = { protobuf: "", json: "{}" };

/** What the receiver says about a bad body, in the request's own encoding. */
function status(form: BodyForm, code: number, message: RegExp) {
  return { type: TYPE[form.encoding], code, message: expect.stringMatching(message) };
}

describe.each(FORMS)("OTLP in $encoding, gzip $gzip", (form) => {
  const good = encode(requestWith([callSpan(1), callSpan(2)]), form.encoding);

  it("is accepted, and answered with nothing in the same Content-Type", async () => {
    const kit = await receiverKit();
    const answer = await post(kit, form, good);
    expect([answer.statusCode, answer.headers["content-type"], answer.body]).toEqual([
      200,
      TYPE[form.encoding],
      EMPTY[form.encoding],
    ]);
    expect(kit.sink.spans).toMatchObject([
      { spanId: "0101010100000002", kind: "client", resource: { service: "shop", version: "3f9c1e2" } },
      { spanId: "0101010100000003" },
    ]);
    expect(kit.intake.counts).toEqual({ requests: 1, spans: 2, rejected: 0, unreadable: 0, duplicates: 0 });
  });

  it("may be empty", async () => {
    const kit = await receiverKit();
    for (const body of [encode({}, form.encoding), encode({ resourceSpans: [] }, form.encoding)]) {
      const answer = await post(kit, form, body);
      expect([answer.statusCode, answer.body]).toEqual([200, EMPTY[form.encoding]]);
    }
    expect(kit.sink.deliveries).toEqual([]);
  });

  it("loses its invalid spans only, and the sender learns how many and why", async () => {
    const kit = await receiverKit();
    const zero = new Uint8Array(16);
    const spans = [
      callSpan(1),
      callSpan(2, { traceId: zero }),
      callSpan(3, { kind: 9 }),
      callSpan(4, { traceId: zero }),
    ];
    const answer = await post(kit, form, encode(requestWith(spans), form.encoding));
    expect(answer.statusCode).toBe(200);
    expect(told(answer)).toEqual({
      type: TYPE[form.encoding],
      rejected: 3,
      hint: expect.stringMatching(/^3 spans were left out: the trace id .*\(2\); the kind .*\(1\)\.$/),
    });
    expect(kit.sink.spans).toHaveLength(1);
    expect(kit.intake.counts.rejected).toBe(3);
  });

  it("gets a hint, and nothing rejected, when the service has no version", async () => {
    const answer = await post(
      await receiverKit(),
      form,
      encode(requestWith([callSpan(1)], [text("service.name", "a")]), form.encoding),
    );
    expect(told(answer)).toMatchObject({ rejected: 0, hint: expect.stringContaining("service.version") });
  });

  it("is refused whole when it is malformed", async () => {
    const kit = await receiverKit();
    const answer = await post(kit, form, good.subarray(0, -5));
    expect(answer.statusCode).toBe(400);
    expect(told(answer)).toEqual({
      ...status(form, 3, /WEIR_OTLP_MALFORMED/),
      details: ["type.googleapis.com/google.rpc.BadRequest"],
    });
    expect(kit.sink.deliveries).toEqual([]);
  });

  it("is refused when it nests without end", async () => {
    let value: Buffer = Buffer.alloc(0);
    for (let depth = 0; depth < 20; depth++) value = bytesField(5, bytesField(1, value));
    const json = `${'{"arrayValue":{"values":['.repeat(20)}${"]}}".repeat(20)}`;
    const request = requestWith([callSpan(1, { attributes: [{ key: "weir.deep", value: { stringValue: "DEEP" } }] })]);
    const body =
      form.encoding === "json"
        ? Buffer.from(String(encode(request, "json")).replace('{"stringValue":"DEEP"}', json))
        : deepProtobuf(value);
    const answer = await post(await receiverKit(), form, body);
    expect(answer.statusCode).toBe(400);
    expect(told(answer)).toMatchObject(status(form, 3, /WEIR_OTLP_TOO_DEEP/));
  });

  it("may be as large as the limit after decompression, and not one byte larger", { timeout: 60_000 }, async () => {
    const kit = await receiverKit();
    const exact = padded(good, form, MAX_BODY_BYTES);
    expect((await post(kit, form, exact)).statusCode).toBe(200);
    const answer = await post(kit, form, padded(good, form, MAX_BODY_BYTES + 1));
    expect(answer.statusCode).toBe(413);
    expect(told(answer)).toMatchObject(status(form, 8, /WEIR_BODY_TOO_LARGE/));
    expect(kit.sink.deliveries).toHaveLength(1);
  });

  it("is told to come back when the pipeline is full, and nothing is lost when it does", async () => {
    const kit = await receiverKit();
    for (const room of [0, 1]) {
      kit.sink.room = room;
      const answer = await post(kit, form, good);
      expect([answer.statusCode, answer.headers["retry-after"]]).toEqual([503, "2"]);
      expect(told(answer)).toMatchObject(status(form, 14, /WEIR_PIPELINE_FULL/));
      expect(kit.sink.deliveries).toEqual([]);
    }
    kit.sink.room = 2;
    expect((await post(kit, form, good)).statusCode).toBe(200);
    expect(kit.sink.spans).toHaveLength(2);
    expect(kit.intake.counts).toMatchObject({ requests: 1, spans: 2 });
  });

  it("is told to come back when the journal is full", async () => {
    const directory = await mkdtemp(join(tmpdir(), "weir-receiver-"));
    const onFailure = (error: Error): void => {
      throw error;
    };
    const packed = pack(good, form).length;
    const journal = await FileJournal.open({ ...FILE_JOURNAL, directory, maxBytes: packed + 30, onFailure });
    const kit = await receiverKit({ journal });
    expect((await post(kit, form, good)).statusCode).toBe(200);
    const answer = await post(kit, form, good);
    expect([answer.statusCode, answer.headers["retry-after"]]).toEqual([503, "2"]);
    expect(told(answer)).toMatchObject(status(form, 14, /WEIR_JOURNAL_FULL/));
    expect(kit.sink.deliveries).toHaveLength(1);
    await journal.close();
    await rm(directory, { recursive: true });
  });

  it("counts spans that come twice", async () => {
    const kit = await receiverKit();
    await post(kit, form, good);
    await post(kit, form, good);
    expect(kit.sink.spans).toHaveLength(2);
    expect(kit.intake.counts).toMatchObject({ requests: 2, spans: 4, duplicates: 2 });
  });

  it("takes a child before its parent, in another request", async () => {
    const kit = await receiverKit();
    const parent = callSpan(1, { kind: 2 });
    const child = callSpan(2, { parentSpanId: parent.spanId ?? null });
    await post(kit, form, encode(requestWith([child]), form.encoding));
    await post(kit, form, encode(requestWith([parent]), form.encoding));
    expect(kit.sink.spans).toMatchObject([{ parentSpanId: "0101010100000002" }, { spanId: "0101010100000002" }]);
  });

  it.each(["logs", "metrics"])("with %s is accepted, counted and dropped", async (signal) => {
    const kit = await receiverKit();
    const answer = await post(kit, form, Buffer.from("anything at all"), { url: `/v1/${signal}` });
    expect([answer.statusCode, answer.headers["content-type"], answer.body]).toEqual([
      200,
      TYPE[form.encoding],
      EMPTY[form.encoding],
    ]);
    expect(kit.metrics.text()).toContain(`weir_otlp_discarded_total{signal="${signal}"} 1\n`);
  });

  it("needs the token where one is set, by bearer or by a header the sender can set", async () => {
    const kit = await receiverKit({
      auth: { tokens: ["correct horse battery", "the one before it"], headers: ["x-weir-token"] },
    });
    const tries: [Record<string, string>, number][] = [
      [{}, 401],
      [{ authorization: "Bearer wrong" }, 401],
      [{ authorization: "correct horse battery" }, 401],
      [{ "x-weir-token": "correct horse batter" }, 401],
      [{ "x-other": "correct horse battery" }, 401],
      [{ "x-weir-token": "correct horse battery" }, 200],
      [{ "x-weir-token": "the one before it" }, 200],
    ];
    for (const [headers, expected] of tries)
      expect((await post(kit, form, good, { headers })).statusCode).toBe(expected);
    const answer = await post(kit, form, good);
    expect(told(answer)).toMatchObject(status(form, 16, /WEIR_UNAUTHORIZED/));
    const bearer = await receiverKit({ auth: { tokens: ["0123456789abcdef"], headers: [] } });
    for (const scheme of ["Bearer", "bearer"]) {
      const headers = { authorization: `${scheme} 0123456789abcdef` };
      expect((await post(bearer, form, good, { headers })).statusCode).toBe(200);
    }
    expect(kit.sink.deliveries).toHaveLength(2);
  });

  it("is refused from pages of unknown origins, and answered to pages of known ones", async () => {
    const kit = await receiverKit({ cors: { origins: ["https://shop.example"], headers: [] } });
    const known = await post(kit, form, good, { headers: { origin: "https://shop.example" } });
    expect([known.statusCode, known.headers["access-control-allow-origin"]]).toEqual([200, "https://shop.example"]);
    expect(known.headers).toMatchObject({ vary: "Origin", "access-control-expose-headers": "Retry-After" });
    const unknown = await post(kit, form, good, { headers: { origin: "https://evil.example" } });
    expect([unknown.statusCode, unknown.headers["access-control-allow-origin"]]).toEqual([403, undefined]);
    expect(told(unknown)).toMatchObject(status(form, 7, /WEIR_ORIGIN_NOT_ALLOWED/));
    expect(kit.sink.deliveries).toHaveLength(1);
  });

  it("is answered 415 with a Status when its encoding is not one we read", async () => {
    const answer = await post(await receiverKit(), form, good, { headers: { "content-encoding": "br" } });
    expect([answer.statusCode, answer.headers["accept-encoding"]]).toEqual([415, "gzip"]);
    expect(told(answer)).toMatchObject(status(form, 3, /WEIR_UNSUPPORTED_MEDIA_TYPE/));
  });

  it("keeps no value of a foreign SDK's URLs and statements", async () => {
    const kit = await receiverKit();
    const attributes = [
      text("url.full", "https://bob:hunter2@api.internal/users/7?token=hunter2&q=a#hunter2"),
      text("db.query.text", "SELECT * FROM users WHERE email = 'hunter2' FOR UPDATE"),
      text("http.request.header.cookie", "hunter2"),
    ];
    await post(kit, form, encode(requestWith([callSpan(1, { name: "GET /x?t=hunter2", attributes })]), form.encoding));
    expect(kit.sink.spans).toMatchObject([
      {
        name: "GET /x?t={}",
        attributes: {
          "url.full": "https://api.internal/users/7?token={}&q={}",
          "db.query.text": "SELECT * FROM users WHERE email = ? FOR UPDATE",
        },
      },
    ]);
    expect(JSON.stringify(kit.sink.spans)).not.toContain("hunter2");
  });
});

describe.each(FORMS.filter(({ gzip }) => gzip))("gzipped $encoding", (form) => {
  const good = encode(requestWith([callSpan(1)]), form.encoding);
  const send = (kit: Awaited<ReturnType<typeof receiverKit>>, payload: Buffer) =>
    kit.app.inject({ method: "POST", url: "/v1/traces", headers: headersOf(form), payload });

  it.each([
    ["cut short", () => pack(good, form).subarray(0, -9)],
    ["no gzip", () => good],
    ["nothing", () => Buffer.alloc(0)],
    [
      "damaged",
      () => Buffer.from(pack(good, form).map((byte, index, all) => (index === all.length - 5 ? byte ^ 1 : byte))),
    ],
  ])("that is %s is refused", async (_what, payload) => {
    const kit = await receiverKit();
    const answer = await send(kit, payload());
    expect(answer.statusCode).toBe(400);
    expect(told(answer)).toMatchObject(status(form, 3, /WEIR_BAD_GZIP/));
    expect(kit.sink.deliveries).toEqual([]);
  });

  it.each([
    ["small", 0],
    ["above a megabyte", 1_100_000],
  ])("bomb, %s, is refused before it is unpacked", { timeout: 60_000 }, async (_what, noise) => {
    const kit = await receiverKit({ maxBodyBytes: 8 * 1024 * 1024 });
    // Gzip of many members, one of which is as large as it claims to be small.
    const payload = Buffer.concat([pack(randomBytes(noise), form), pack(Buffer.alloc(64 * 1024 * 1024), form)]);
    const before = process.memoryUsage().arrayBuffers;
    const answer = await send(kit, payload);
    expect(answer.statusCode).toBe(413);
    expect(told(answer)).toMatchObject(status(form, 8, /WEIR_BODY_TOO_LARGE/));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(40 * 1024 * 1024);
  });

  it("above a megabyte is unpacked in steps, and refused alike when it is cut short", async () => {
    const kit = await receiverKit();
    const noise = randomBytes(1_200_000).toString("base64");
    const attributes = [text("ignored", noise)];
    const body = pack(encode(requestWith([callSpan(1, { attributes })]), form.encoding), form);
    expect(body.length).toBeGreaterThan(1024 * 1024);
    const answers = await Promise.all([send(kit, body), send(kit, body.subarray(0, -100)), send(kit, body)]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 400, 200]);
    expect(kit.sink.spans).toHaveLength(1);
  });
});

describe("/v1/traces", () => {
  it.each([
    ["text/plain", "hello"],
    ["application/x-www-form-urlencoded", "a=b"],
    ["application/grpc", "x"],
    ["nonsense", "x"],
    [undefined, "x"],
    [undefined, ""],
  ])("refuses the Content-Type %s with a Status in JSON", async (type, payload) => {
    const { app } = await receiverKit();
    const headers = type === undefined ? {} : { "content-type": type };
    const answer = await app.inject({ method: "POST", url: "/v1/traces", headers, payload: Buffer.from(payload) });
    expect([answer.statusCode, answer.headers["content-type"]]).toEqual([415, "application/json"]);
    expect(answer.json()).toEqual({ code: 3, message: expect.stringContaining("WEIR_UNSUPPORTED_MEDIA_TYPE") });
  });

  it.each([
    ["application/json; charset=utf-8", "{}", "application/json"],
    ["APPLICATION/JSON", "{}", "application/json"],
    ["application/x-protobuf; proto=x", "", "application/x-protobuf"],
  ])("does not mind parameters and case in %s", async (type, payload, answered) => {
    const { app } = await receiverKit();
    const answer = await app.inject({ method: "POST", url: "/v1/traces", headers: { "content-type": type }, payload });
    expect([answer.statusCode, answer.headers["content-type"]]).toEqual([200, answered]);
  });

  it("takes a request without any body for an empty one", async () => {
    const { app } = await receiverKit();
    for (const type of Object.values(TYPE)) {
      const answer = await app.inject({ method: "POST", url: "/v1/traces", headers: { "content-type": type } });
      expect([answer.statusCode, answer.headers["content-type"]]).toEqual([200, type]);
    }
  });

  it("says which methods it takes", async () => {
    const { app } = await receiverKit();
    for (const method of ["GET", "PUT", "PATCH", "DELETE"] as const) {
      const answer = await app.inject({ method, url: "/v1/traces" });
      expect([answer.statusCode, answer.headers.allow]).toEqual([405, "POST, OPTIONS"]);
      expect(answer.json()).toMatchObject({ code: 12 });
    }
  });

  it("answers under any host name", async () => {
    const kit = await receiverKit();
    const [form] = FORMS as [BodyForm];
    const body = encode(requestWith([callSpan(1)]), form.encoding);
    expect((await post(kit, form, body, { headers: { host: "weir.staging.svc" } })).statusCode).toBe(200);
  });

  it("answers a browser's question before it sends, without a token", async () => {
    const { app } = await receiverKit({
      auth: { tokens: ["0123456789abcdef"], headers: [] },
      cors: { origins: ["https://shop.example"], headers: ["X-Weir-Token"] },
    });
    const ask = (origin: string) =>
      app.inject({
        method: "OPTIONS",
        url: "/v1/traces",
        headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "content-type" },
      });
    const known = await ask("https://shop.example");
    expect(known.statusCode).toBe(204);
    expect(known.headers).toMatchObject({
      "access-control-allow-origin": "https://shop.example",
      "access-control-allow-methods": "POST, OPTIONS",
      "access-control-allow-headers": "content-type, content-encoding, traceparent, tracestate, baggage, x-weir-token",
      "access-control-max-age": "7200",
    });
    const unknown = await ask("https://evil.example");
    expect(unknown.statusCode).toBe(204);
    expect(Object.keys(unknown.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
  });

  it("never says 500 for what a sender can cause, and never quotes it", async () => {
    const kit = await receiverKit({ maxBodyBytes: 10_000 });
    for (const form of FORMS) {
      for (const body of [
        Buffer.from('{"secret'),
        Buffer.from("secret"),
        randomBytes(100),
        Buffer.alloc(20_000, "secret"),
      ]) {
        const answer = await post(kit, form, body);
        expect([400, 413]).toContain(answer.statusCode);
        expect(answer.body).not.toContain("secret");
      }
    }
  });

  it("counts requests by signal and status", async () => {
    const kit = await receiverKit();
    const [form] = FORMS as [BodyForm];
    await post(kit, form, encode(requestWith([callSpan(1)]), form.encoding));
    await post(kit, form, Buffer.from([1]));
    expect(kit.metrics.text()).toContain('weir_otlp_requests_total{signal="traces",status="200"} 1\n');
    expect(kit.metrics.text()).toContain('weir_otlp_requests_total{signal="traces",status="400"} 1\n');
  });
});

/** Blanks for JSON; an unknown field for protobuf, whose tag and length take six bytes at these sizes. */
function padded(body: Buffer, { encoding }: BodyForm, size: number): Buffer {
  const rest = size - body.length;
  return Buffer.concat([body, encoding === "json" ? Buffer.alloc(rest, " ") : bytesField(500, Buffer.alloc(rest - 6))]);
}

function deepProtobuf(value: Buffer): Buffer {
  const attribute = bytesField(9, [bytesField(1, "weir.deep"), bytesField(2, value)]);
  return bytesField(1, bytesField(2, bytesField(2, attribute)));
}
