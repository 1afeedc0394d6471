import { describe, expect, it } from "vitest";
import { neutralTrace, tracesWith } from "./neutral-trace.ts";
import { fieldsOf, lengthDelimited } from "./protobuf-walk.ts";

const field = (number: number, ...parts: (string | Uint8Array)[]): Buffer =>
  Buffer.from(lengthDelimited(number, Buffer.concat(parts.map((part) => Buffer.from(part as Uint8Array)))));
const ONE = Buffer.alloc(16, 1);
const TWO = Buffer.alloc(16, 2);

/** A span with an id, a name, a fixed64 start and one string attribute. */
function span(traceId: Buffer, name: string, value: string): Buffer {
  const start = Buffer.concat([Buffer.of((7 << 3) | 1), Buffer.alloc(8, 9)]);
  return field(2, field(1, traceId), field(5, name), start, field(9, field(1, "stack"), field(2, field(1, value))));
}

function request(...spans: Buffer[]): Buffer {
  return field(1, field(1, field(1, field(1, "service.name"), field(2, field(1, "shop")))), field(2, ...spans));
}

describe("neutralTrace", () => {
  const batches = [
    request(span(ONE, "GET /", "at load (/home/ada/shop/page.js:1:2)"), span(TWO, "GET /other", "x")),
    request(span(TWO, "weir.evidence", "at go (/home/ada/shop/other.js:3:4)")),
    request(span(ONE, "weir.evidence", "plain")),
  ];

  it("keeps the spans of one trace and the resource they came from, from every batch", () => {
    const ours = neutralTrace(batches, ONE.toString("hex"), []);
    expect(Buffer.from(ours).includes("GET /other")).toBe(false);
    expect(tracesWith(ours, "GET /")).toEqual([ONE.toString("hex")]);
    expect(tracesWith(ours, "weir.evidence")).toEqual([ONE.toString("hex")]);
    expect(fieldsOf(ours)).toHaveLength(2);
    expect(Buffer.from(ours).includes("service.name")).toBe(true);
  });

  it("rewrites paths to another length and leaves every other byte alone", () => {
    const untouched = neutralTrace(batches, ONE.toString("hex"), []);
    const moved = neutralTrace(batches, ONE.toString("hex"), [["/home/ada/shop", "/srv/app"]]);
    expect(Buffer.from(moved).includes("at load (/srv/app/page.js:1:2)")).toBe(true);
    expect(Buffer.from(moved).includes("/home/ada")).toBe(false);
    const back = neutralTrace([moved], ONE.toString("hex"), [["/srv/app", "/home/ada/shop"]]);
    expect(Buffer.from(back).equals(Buffer.from(untouched))).toBe(true);
  });

  it("finds a trace by the name of one of its spans", () => {
    expect(batches.flatMap((batch) => tracesWith(batch, "weir.evidence"))).toEqual([
      TWO.toString("hex"),
      ONE.toString("hex"),
    ]);
  });

  it("refuses bytes that are no message", () => {
    expect(() => tracesWith(Buffer.of(0x0a, 0x05, 1), "x")).toThrow(RangeError);
  });
});
