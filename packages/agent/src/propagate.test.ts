import { get } from "node:http";
import { context, propagation, SpanKind, trace } from "@opentelemetry/api";
import { request as undiciRequest } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { propagationHosts } from "./capture/propagation-hosts.ts";
import { registerWeir } from "./node.ts";
import type { WeirRegistration } from "./options.ts";
import { type TestCollector, testCollector } from "./testing/test-collector.ts";
import { type Upstream, upstream } from "./testing/upstream.ts";

let collector: TestCollector;
let api: Upstream;
let registration: WeirRegistration;
beforeAll(async () => {
  collector = await testCollector();
  api = await upstream();
  registration = registerWeir({ endpoint: collector.url, propagate: [new URL(api.url).host] });
});
afterAll(async () => {
  await registration.shutdown();
  await api.close();
  await collector.close();
});

const traced = (path: string): boolean[] =>
  api.seen.filter((one) => one.path === path).map(({ headers }) => "traceparent" in headers);

function inRequest<Result>(work: () => Promise<Result>): Promise<Result> {
  return trace.getTracer("test").startActiveSpan("GET /", { kind: SpanKind.SERVER }, async (span) => {
    try {
      return await work();
    } finally {
      span.end();
    }
  });
}

describe("traceparent", () => {
  it("goes to listed hosts, with fetch and with node:http, and to no other", async () => {
    const other = api.url.replace("127.0.0.1", "localhost");
    await inRequest(async () => {
      await Promise.all([fetch(`${api.url}/fetched`), fetch(`${other}/other`)]);
      for (const url of [`${api.url}/undici`, `${other}/other`]) await (await undiciRequest(url)).body.dump();
      for (const url of [`${api.url}/http`, `${other}/other`]) {
        await new Promise<void>((resolve, reject) => {
          get(url, (response) => response.resume().on("end", resolve)).on("error", reject);
        });
      }
    });
    expect(traced("/fetched")).toEqual([true]);
    expect(traced("/http")).toEqual([true]);
    expect(traced("/undici")).toEqual([true]);
    expect(traced("/other")).toEqual([false, false, false]);
    await collector.until(() => collector.spans().some(({ name }) => name === "weir.evidence"));
    const carried = api.seen.flatMap(({ headers }) => headers["traceparent"]?.toString().split("-")[2] ?? []);
    expect(carried).toHaveLength(3);
    expect(collector.spans().map(({ spanId }) => spanId)).toEqual(expect.arrayContaining(carried));
  });

  it("is not given away by an instrumentation the agent knows nothing of", async () => {
    const carrier = {};
    await inRequest(async () => propagation.inject(context.active(), carrier));
    expect(carrier).toEqual({});
  });

  it.each([
    [["api.example"], "api.example", true],
    [["api.example"], "api.example:8080", true],
    [["api.example:8080"], "api.example", false],
    [["*.example"], "a.b.example", true],
    [["*.example"], "example", false],
    [["*.example"], "evilexample", false],
    [["*"], "anything", true],
    [[], "anything", false],
    [["API.Example"], "api.example", true],
  ])("by %j reaches %s: %s", (patterns, host, reaches) => {
    expect(propagationHosts(patterns)(host)).toBe(reaches);
  });
});
