import { gzipSync } from "node:zlib";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { Span } from "@weir/core";
import { assert, asyncProperty, boolean, integer } from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { toJaeger } from "../api/traces/to-jaeger.ts";
import { toOtlp } from "../api/traces/to-otlp.ts";
import { readSpans } from "../ingest/json/read-spans.ts";
import { arbitraryRequest } from "../ingest/testing/arbitrary-request.ts";
import { encodeWithOracle } from "../ingest/testing/oracle.ts";
import { toOtlpJson } from "../ingest/testing/otlp-json.ts";
import { callSpan, requestWith } from "../ingest/testing/requests.ts";
import { captureLine } from "./capture-line.ts";
import { jsonDocuments } from "./json-documents.ts";
import { readInput } from "./read-input.ts";

const folder = mkdtempSync(join(tmpdir(), "weir-import-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function documents(bytes: Buffer, size: number, whole: number, value?: number): Promise<Buffer[]> {
  const found: Buffer[] = [];
  for await (const document of jsonDocuments(inPieces(bytes, size), whole, value)) found.push(document);
  return found;
}

let files = 0;
async function spansOf(content: Buffer | string): Promise<Span[]> {
  const path = join(folder, `file-${(files += 1)}`);
  writeFileSync(path, content);
  const spans: Span[] = [];
  for await (const item of readInput(path)) if (item.kind === "spans") spans.push(...item.batch.spans);
  return spans;
}

const request = requestWith([callSpan(1), callSpan(2), callSpan(3)]);
const json = JSON.stringify(toOtlpJson(request));
const ids = readSpans(Buffer.from(json)).spans.map(({ spanId }) => spanId);

describe("jsonDocuments", () => {
  it("cuts a document of any size, read in any pieces, into small ones that say the same", async () => {
    const property = asyncProperty(
      arbitraryRequest,
      integer({ min: 1, max: 700 }),
      boolean(),
      async (one, size, printed) => {
        const bytes = Buffer.from(JSON.stringify(toOtlpJson(one), undefined, printed ? 2 : undefined));
        const whole = readSpans(bytes).spans;
        const parts = await documents(bytes, size, 200, 1_000_000);
        expect(parts.flatMap((part) => readSpans(part).spans)).toEqual(whole);
      },
    );
    await assert(property, { numRuns: 150 });
  });

  it("goes on after a large document", async () => {
    const text = `${json}\n${json}`;
    const parts = await documents(Buffer.from(text), 50, 300);
    expect(parts.flatMap((part) => readSpans(part).spans)).toHaveLength(6);
  });

  it.each([
    ["a document cut short", json.slice(0, -3)],
    ["a large document cut short", json.slice(0, -40)],
  ])("refuses %s", async (_what, text) => {
    await expect(documents(Buffer.from(text), 64, 300)).rejects.toMatchObject({ code: "WEIR_INPUT_UNREADABLE" });
  });

  it("refuses a large document whose resource stands behind its spans, instead of naming another service", async () => {
    const [first] = (toOtlpJson(request) as { resourceSpans: { resource: object; scopeSpans: object[] }[] })
      .resourceSpans;
    const turned = JSON.stringify({ resourceSpans: [{ scopeSpans: first?.scopeSpans, resource: first?.resource }] });
    await expect(documents(Buffer.from(turned), 64, 300)).rejects.toMatchObject({ code: "WEIR_INPUT_UNREADABLE" });
  });

  it("refuses a single value that would fill the memory", async () => {
    const name = "x".repeat(5_000);
    const text = json.replace(/"name":"[^"]*","kind"/, `"name":"${name}","kind"`);
    expect(text).toContain(name);
    await expect(documents(Buffer.from(text), 64, 1_000)).rejects.toMatchObject({ code: "WEIR_INPUT_UNREADABLE" });
  });
});

describe("readInput", () => {
  const jaeger = JSON.stringify(
    toJaeger(readSpans(Buffer.from(json)).spans[0]?.traceId ?? "", readSpans(Buffer.from(json)).spans),
  );
  const protobuf = encodeWithOracle(request);
  const framed = Buffer.concat([length(protobuf), protobuf, length(protobuf), protobuf]);
  const forms: [string, Buffer | string, number][] = [
    ["OTLP JSON", json, 3],
    ["OTLP JSON printed over many lines", JSON.stringify(JSON.parse(json), undefined, 2), 3],
    ["OTLP JSON lines", `${json}\n${json}\n`, 6],
    ["OTLP JSON lines with a byte order mark", `\ufeff${json}\n`, 3],
    ["OTLP protobuf", protobuf, 3],
    ["protobuf messages behind their lengths", framed, 6],
    ["Jaeger JSON", jaeger, 3],
    ["Jaeger JSON printed over many lines", JSON.stringify(JSON.parse(jaeger), undefined, 2), 3],
  ];

  it.each(forms)("recognises %s", async (_what, content, count) => {
    expect(await spansOf(content)).toHaveLength(count);
  });

  it.each(forms)("recognises %s, gzipped", async (_what, content, count) => {
    expect(await spansOf(gzipSync(content))).toHaveLength(count);
  });

  it("reads from Jaeger what was exported to it", async () => {
    const spans = readSpans(Buffer.from(json)).spans;
    expect((await spansOf(JSON.stringify(toJaeger(spans[0]?.traceId ?? "", spans)))).map(comparable)).toEqual(
      spans.map(comparable),
    );
  });

  it("reads back what was exported as OTLP", async () => {
    const spans = readSpans(Buffer.from(json)).spans;
    expect(await spansOf(JSON.stringify(toOtlp(spans)))).toEqual(spans);
  });

  it("reads standard input piece by piece", async () => {
    const spans: string[] = [];
    const stdin = Readable.from([...gzipSync(json)].map((byte) => Buffer.from([byte])));
    for await (const item of readInput("-", { stdin })) {
      if (item.kind === "spans") spans.push(...item.batch.spans.map(({ spanId }) => spanId));
    }
    expect(spans).toEqual(ids);
  });

  it("gives nothing for an empty file", async () => {
    expect(await spansOf("")).toEqual([]);
  });

  it.each([
    ["a picture", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
    ["prose", "Once upon a time"],
    ["gzip cut short", gzipSync(json).subarray(0, 60)],
    ["a document whose spans are none", '{"resourceSpans":[{"scopeSpans":[{"spans":[1]}]}]}'],
    ["Jaeger JSON whose traces are none", '{"data":[1]}'],
    ["protobuf cut short", protobuf.subarray(0, -2)],
    ["a brace that closes nothing", `${json}}`],
    ["a document without its beginning", 'ourceSpans":[]}'],
    ["a capture's line cut short", '{"weir":{"capture":{"spans":3,"dro"},"resourceSpans":[]}'],
    ["a capture's line that says nothing", '{"weir":null,"resourceSpans":[]}'],
  ])("refuses %s", async (_what, content) => {
    await expect(spansOf(content)).rejects.toMatchObject({ code: "WEIR_INPUT_UNREADABLE" });
  });

  it("takes values out of what it reads", async () => {
    const url = "http://api.internal/users?token=secret";
    const spans = await spansOf(
      json.replace(/"attributes":\[\{/, `"attributes":[{"key":"url.full","value":{"stringValue":"${url}"}},{`),
    );
    expect(JSON.stringify(spans)).not.toContain("secret");
  });

  it("hands on what a capture says besides spans, which other readers ignore", async () => {
    const sources = { service: "shop", env: "development", files: [{ path: "/app/page.js", map: "{}" }] };
    const lines = captureLine({ sources }) + captureLine({ capture: { spans: 3, dropped: 2 } });
    const path = join(folder, "capture");
    writeFileSync(path, `${json}\n${lines}`);
    const kinds: unknown[] = [];
    for await (const item of readInput(path, { only: "capture-lines" })) kinds.push(item);
    expect(kinds).toEqual([
      { kind: "sources", upload: sources },
      { kind: "capture", summary: { spans: 3, dropped: 2 } },
    ]);
    expect(readSpans(Buffer.from(captureLine({ sources }))).spans).toEqual([]);
  });
});

/** Without what Jaeger has no place for. */
function comparable({ resource, links: _links, parentIsRemote: _remote, ...rest }: Span): object {
  return { ...rest, resource: { service: resource.service, env: resource.env } };
}

function length(message: Buffer): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(message.length);
  return bytes;
}
