import { describe, expect, it } from "vitest";
import { traceView } from "../testing/trace.ts";
import type { CallDraft } from "../testing/trace.ts";
import { rowOfCall, rowsOf } from "./rows.ts";

const none: ReadonlySet<string> = new Set();

function chain(count: number, more: Partial<CallDraft> = {}): CallDraft[] {
  return Array.from({ length: count }, (_all, index) => ({ start: index * 10, end: index * 10 + 9, ...more }));
}

describe("rowsOf", () => {
  it("gives one flat row per call when one owner made them all", () => {
    const rows = rowsOf(traceView(chain(3)), { turned: none });
    expect(rows.map((row) => [row.kind, row.level])).toEqual([
      ["call", 1],
      ["call", 1],
      ["call", 1],
    ]);
  });

  it("shows only the calls that were asked for", () => {
    const rows = rowsOf(traceView(chain(3)), { turned: none, only: new Set([1]) });
    expect(rows.map((row) => row.key)).toEqual(["call 1"]);
  });

  it("groups by owner in the order of first calls, and closes a group when it is turned", () => {
    const trace = traceView([
      { start: 0, end: 10, owner: { kind: "hook", name: "auth" } },
      { start: 11, end: 20, owner: { kind: "load", name: "/page" } },
      { start: 12, end: 20, owner: { kind: "hook", name: "auth" } },
    ]);
    const open = rowsOf(trace, { turned: none });
    expect(open.map((row) => row.key)).toEqual(["owner hook auth", "call 0", "call 2", "owner load /page", "call 1"]);
    const closed = rowsOf(trace, { turned: new Set(["owner hook auth"]) });
    expect(closed.map((row) => row.key)).toEqual(["owner hook auth", "owner load /page", "call 1"]);
    expect(rowOfCall(closed, 2)).toBe(0);
  });

  it("folds a loop between its first and last call, and says how often it ran", () => {
    const site = { call: "GET api/item/{id}", file: "a.ts", line: 4, column: 2 };
    const trace = traceView(chain(14, { site, call: site.call }));
    const rows = rowsOf(trace, { turned: none });
    expect(rows.map((row) => row.key)).toEqual(["call 0", "loop 0", "call 13"]);
    expect(rows[1]).toMatchObject({ times: 14, open: false });
    const open = rowsOf(trace, { turned: new Set(["loop 0"]) });
    expect(open).toHaveLength(15);
    expect(open[2]).toMatchObject({ kind: "call", call: 1, level: 2 });
  });

  it("does not call parallel calls of one line a loop", () => {
    const site = { call: "GET api/item/{id}", file: "a.ts", line: 4, column: 2 };
    const trace = traceView(chain(6).map(() => ({ start: 0, end: 10, site, call: site.call })));
    expect(rowsOf(trace, { turned: none })).toHaveLength(6);
  });

  it("folds calls the page is not about, and counts them", () => {
    const trace = traceView(chain(6));
    const focus = new Set([1, 4]);
    const rows = rowsOf(trace, { focus, turned: none });
    expect(rows.map((row) => row.key)).toEqual(["hidden 0", "call 1", "hidden 2", "call 4", "hidden 5"]);
    expect(rows[2]).toMatchObject({ calls: [2, 3] });
    expect(rowsOf(trace, { focus, turned: new Set(["hidden 2"]) }).map((row) => row.key)).toEqual([
      "hidden 0",
      "call 1",
      "call 2",
      "call 3",
      "call 4",
      "hidden 5",
    ]);
  });

  it("shows only what would move when asked", () => {
    const [first, second, third] = chain(3);
    const trace = traceView([first!, { ...second!, possible: { low: 0, high: 1 } }, third!]);
    expect(rowsOf(trace, { onlyMoved: true, turned: none }).map((row) => row.key)).toEqual(["call 1"]);
  });

  it("finds by call, file, function and owner", () => {
    const trace = traceView([
      { start: 0, end: 1, call: "GET api/users" },
      { start: 2, end: 3, call: "SELECT db/orders" },
    ]);
    expect(rowsOf(trace, { query: "orders", turned: none }).map((row) => row.key)).toEqual(["call 1"]);
    expect(rowsOf(trace, { query: "page.ts", turned: none })).toHaveLength(2);
    expect(rowsOf(trace, { query: "nowhere", turned: none })).toHaveLength(0);
  });
});
