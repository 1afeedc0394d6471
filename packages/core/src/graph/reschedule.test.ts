import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Call } from "../model/call.ts";
import { orderedPairs } from "./ordered-pairs.ts";
import { reschedule } from "./reschedule.ts";

/** Milliseconds in, microseconds out. */
function calls(...times: readonly (readonly [start: number, end: number, extra?: Partial<Call>])[]): Call[] {
  return times.map(([start, end, extra], index) => ({
    index,
    kind: "http",
    method: "GET",
    target: `api/${index}`,
    start: start * 1000,
    end: end * 1000,
    exact: true,
    spanIds: [],
    owner: { kind: "request", name: "", spanId: "" },
    frames: [],
    effect: "read",
    outcome: { class: "ok" },
    cached: false,
    background: false,
    ...extra,
  }));
}

function without(list: readonly Call[], end: number, needless: readonly (readonly [number, number])[], contention = 0) {
  const { pairs } = orderedPairs(list);
  const removed = new Set(pairs.filter((pair) => needless.some(([from, to]) => pair.from === from && pair.to === to)));
  const { starts, saved } = reschedule({ start: 0, end: end * 1000 }, list, pairs, removed, { contention });
  const ms = ({ low, high }: { low: number; high: number }) => [low / 1000, high / 1000];
  return { starts: starts.map(ms), saved: ms(saved) };
}

describe("orderedPairs", () => {
  const text = (list: readonly Call[]) =>
    orderedPairs(list)
      .pairs.map(({ from, to, adjacent }) => `${from}${adjacent ? ">" : "~"}${to}`)
      .sort();

  it("takes touching calls as serial, and only neighbours as adjacent", () => {
    expect(text(calls([0, 10], [10, 20], [20, 30]))).toEqual(["0>1", "0~2", "1>2"]);
  });

  it("sees no order between calls that overlap", () => {
    expect(text(calls([0, 10], [5, 15]))).toEqual([]);
  });

  it("makes every member of a group adjacent to what follows the group", () => {
    expect(text(calls([0, 10], [0, 20], [20, 30]))).toEqual(["0>2", "1>2"]);
  });

  it("allows SDK clocks their two milliseconds, and the agent's own clock nothing", () => {
    expect(text(calls([0, 20, { exact: false }], [19, 40, { exact: false }]))).toEqual(["0>1"]);
    expect(text(calls([0, 20], [19, 40]))).toEqual([]);
    expect(text(calls([0, 20, { exact: false }], [17, 40, { exact: false }]))).toEqual([]);
  });

  it("does not read an order into two short calls that run together", () => {
    expect(text(calls([0, 2, { exact: false }], [0.5, 2.5, { exact: false }]))).toEqual([]);
  });

  it("counts headers as the end when lineage says the later call waited for them", () => {
    const streaming = calls([0, 100, { headers: 30_000 }], [31, 50, { lineage: { headers: [0], bodies: [] } }]);
    expect(text(streaming)).toEqual(["0>1"]);
  });

  it("pairs what an internal call did inside among itself only", () => {
    const list = calls(
      [0, 10],
      [20, 100, { kind: "internal" }],
      [30, 50, { within: 1 }],
      [50, 90, { within: 1 }],
      [100, 120],
    );
    expect(text(list)).toEqual(["0>1", "0~4", "1>4", "2>3"]);
  });

  it("leaves background calls out", () => {
    expect(text(calls([0, 10], [20, 30, { background: true }]))).toEqual([]);
  });
});

describe("reschedule", () => {
  const requests = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 200 })), { maxLength: 12 })
    .map((times) =>
      calls(...times.map(([start, length]) => [start, start + length] as const).sort((a, b) => a[0] - b[0])),
    );
  const choice = fc.array(fc.boolean(), { minLength: 200, maxLength: 200 });

  it("starts a freed call with the one it waited for", () => {
    //  A 10────110   B 111────161   end 170
    const { starts, saved } = without(calls([10, 110], [111, 161]), 170, [[0, 1]]);
    expect(starts).toEqual([
      [10, 10],
      [11, 11],
    ]);
    // The 1 ms between them may be work that stays behind A.
    expect(saved).toEqual([50, 51]);
  });

  it("keeps what is needed: session and config together, data after session", () => {
    const list = calls([0, 80], [80, 140], [140, 230]);
    const { starts, saved } = without(list, 230, [
      [0, 1],
      [1, 2],
    ]);
    expect(starts).toEqual([
      [0, 0],
      [0, 0],
      [80, 80],
    ]);
    expect(saved).toEqual([60, 60]);
  });

  it("changes nothing when no wait is removed", () => {
    const list = calls([0, 80], [85, 140], [150, 230]);
    expect(without(list, 300, []).saved).toEqual([0, 0]);
  });

  it("does not start a freed call before the one it waited for, even when that one waits itself", () => {
    // A, then B needs A, then C needs nothing of B: C can start with B.
    const { starts } = without(calls([0, 100], [100, 200], [200, 300]), 300, [[1, 2]]);
    expect(starts[2]).toEqual([100, 100]);
  });

  it("keeps the server's own work: it cannot overlap itself", () => {
    // 40 ms of work between A and B, 30 between B and C.
    const { saved } = without(calls([0, 100], [140, 240], [270, 370]), 370, [
      [0, 1],
      [1, 2],
      [0, 2],
    ]);
    expect(saved).toEqual([200, 200]);
  });

  it("lets calls that started together share the work before them", () => {
    // 40 ms of work after A, then B and C at once.
    const list = calls([0, 100], [140, 240], [140, 250]);
    const { starts } = without(list, 250, [
      [0, 1],
      [0, 2],
    ]);
    expect(starts).toEqual([
      [0, 0],
      [40, 40],
      [40, 40],
    ]);
  });

  it("saves nothing where another chain decides the end", () => {
    const { saved } = without(calls([0, 50], [50, 100], [0, 300]), 300, [[0, 1]]);
    expect(saved).toEqual([0, 0]);
  });

  it("grows calls that newly share a host, on the cautious side only", () => {
    const list = calls([0, 100, { target: "api/a" }], [100, 200, { target: "api/b" }]);
    expect(without(list, 200, [[0, 1]], 0.2).saved).toEqual([80, 100]);
  });

  it("counts a last call that ends a moment after a root whose clock is coarser", () => {
    expect(without(calls([0, 50], [50, 100.3]), 100, [[0, 1]]).saved).toEqual([50, 50]);
  });

  it("does not count what ended after the response", () => {
    const { saved } = without(calls([0, 100], [100, 200], [200, 900, {}]), 250, [[1, 2]]);
    expect(saved).toEqual([0, 0]);
  });

  it("ends an internal call sooner when the calls inside it can start together, and moves them with it", () => {
    // self 10──────────110 { auth 20──50, item 50──100 }, then after 110──160
    const list = calls(
      [0, 10],
      [10, 110, { kind: "internal" }],
      [20, 50, { within: 1 }],
      [50, 100, { within: 1 }],
      [110, 160],
    );
    const inside = without(list, 160, [[2, 3]]);
    expect(inside.starts[3]).toEqual([20, 20]);
    expect(inside.starts[4]).toEqual([80, 80]);
    expect(inside.saved).toEqual([30, 30]);
    const outside = without(list, 160, [[0, 1]]);
    expect(outside.starts.slice(1, 4)).toEqual([
      [0, 0],
      [10, 10],
      [40, 40],
    ]);
    expect(outside.saved).toEqual([10, 10]);
  });

  it("lets a call that waited for headers go on at the headers, while the body still comes", () => {
    // first 0──40, A 40──200 with headers at 70, B 70──120 behind A's headers
    const lineage = { headers: [0, 1], bodies: [0] };
    const list = calls([0, 40], [40, 200, { headers: 70_000 }], [70, 120, { lineage }]);
    const { starts, saved } = without(list, 200, [[0, 1]]);
    expect(starts).toEqual([
      [0, 0],
      [0, 0],
      [40, 40],
    ]);
    expect(saved).toEqual([40, 40]);
  });

  it("gains nothing from a call that nothing waits for, wherever it is added", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 150 }), fc.integer({ min: 0, max: 100 }), (start, length) => {
        const list = calls([0, 80], [80, 140], [140, 230]);
        const end = Math.min(230, start + length);
        const alone = without(list, 230, [[0, 1]]).saved;
        // In parallel to all others: no order with any of them.
        const more = [...list, ...calls([start, end, { lineage: { headers: [], bodies: [] } }])].map((call, index) => ({
          ...call,
          index,
        }));
        const { pairs } = orderedPairs(more);
        const removed = new Set(pairs.filter(({ from, to }) => (from === 0 && to === 1) || from === 3 || to === 3));
        const { saved } = reschedule({ start: 0, end: 230_000 }, more, pairs, removed);
        expect(saved.high / 1000).toBeLessThanOrEqual(alone[1] ?? 0);
      }),
    );
  });

  it("does not depend on the order in which calls are listed", () => {
    fc.assert(
      fc.property(requests, choice, (list, chosen) => {
        const flags = new Map(
          orderedPairs(list).pairs.map(({ from, to }, at) => [`${from}>${to}`, chosen[at % chosen.length]]),
        );
        const end = Math.max(0, ...list.map((call) => call.end));
        const saving = (of: readonly Call[], original: (index: number) => number) => {
          const { pairs } = orderedPairs(of);
          const removed = new Set(pairs.filter(({ from, to }) => flags.get(`${original(from)}>${original(to)}`)));
          return reschedule({ start: 0, end }, of, pairs, removed).saved;
        };
        const turned = list.toReversed().map((call, index) => ({ ...call, index }));
        const distinct = new Set(list.map(({ start }) => start)).size === list.length;
        fc.pre(distinct);
        expect(saving(turned, (index) => list.length - 1 - index)).toEqual(saving(list, (index) => index));
      }),
    );
  });

  it("never saves less than nothing or more than there is, and moves nothing later", () => {
    fc.assert(
      fc.property(requests, choice, (list, chosen) => {
        const { pairs } = orderedPairs(list);
        const removed = new Set(pairs.filter((_, at) => chosen[at % chosen.length]));
        const end = Math.max(0, ...list.map((call) => call.end)) + 7_000;
        const { starts, saved } = reschedule({ start: 0, end }, list, pairs, removed);
        expect(saved.low).toBeGreaterThanOrEqual(0);
        expect(saved.low).toBeLessThanOrEqual(saved.high);
        expect(saved.high).toBeLessThanOrEqual(end);
        starts.forEach((start, index) => {
          expect(start.low).toBeLessThanOrEqual(start.high);
          expect(start.high).toBeLessThanOrEqual(list[index]?.start ?? 0);
        });
      }),
    );
  });

  it("says the same a day later", () => {
    fc.assert(
      fc.property(requests, choice, (list, chosen) => {
        const day = 86_400_000_000;
        const moved = list.map((call) => ({ ...call, start: call.start + day, end: call.end + day }));
        const end = Math.max(0, ...list.map((call) => call.end));
        const saving = (of: readonly Call[], from: number) => {
          const { pairs } = orderedPairs(of);
          const removed = new Set(pairs.filter((_, at) => chosen[at % chosen.length]));
          return reschedule({ start: from, end: from + end }, of, pairs, removed).saved;
        };
        expect(saving(moved, day)).toEqual(saving(list, 0));
      }),
    );
  });
});
