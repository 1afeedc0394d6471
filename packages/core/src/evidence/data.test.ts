import { describe, expect, it } from "vitest";
import type { Call, Slot, ValueFacts } from "../model/call.ts";
import type { Request } from "../model/request.ts";
import { callNamed, timeline } from "../testing/timeline.ts";
import { ValueObserver } from "./data-facts.ts";
import { judgeData } from "./data.ts";
import { EvidenceSum } from "./evidence-sum.ts";
import type { ProfileBuilder } from "./profile.ts";

const SERIAL = `
  a  ====      waits=
  b      ====  waits=a
`;

interface Seen {
  readonly response?: number;
  readonly slots: readonly Slot[];
  readonly partial?: boolean;
}

/** What the data channel says after these requests of one pair. */
function judged(requests: readonly Seen[]): { readonly state: string; readonly reason: string } {
  const profile: ProfileBuilder = new Map();
  for (const [index, { response = index, slots, partial }] of requests.entries()) {
    const request: Request = timeline(SERIAL, { principal: index });
    const [a, b] = [callNamed(request, "a"), callNamed(request, "b")];
    new ValueObserver(request).observe(
      profile,
      withValues(a, { slots: [], responseHash: response, bodyReadAt: a.end }),
      withValues(b, { slots, ...(partial === undefined ? {} : { partial }) }),
    );
  }
  return judgeData(EvidenceSum.of(profile));
}

function withValues(call: Call, values: ValueFacts): Call {
  return { ...call, values };
}

const fromA = (bits: number): Slot => ({ slot: "q.id", sources: [{ from: 0, path: "$.id", bits }] });
const constant: Slot = { slot: "path[0]", sources: [{ from: "constant", path: "", bits: 1 }] };
const unexplained: Slot = { slot: "path[0]", sources: [] };

describe("a request seen in part", () => {
  it("proves a dependency, alone and with others", () => {
    expect(judged([{ slots: [fromA(40)], partial: true }])).toMatchObject({ state: "present" });
    const weak = Array.from({ length: 3 }, () => ({ slots: [fromA(12)] }));
    expect(judged([{ slots: [fromA(12)], partial: true }, ...weak])).toMatchObject({ state: "present" });
  });

  it("does not count as one in which everything was explained", () => {
    const parts = Array.from({ length: 5 }, () => ({ slots: [], partial: true }));
    expect(judged(parts)).toMatchObject({ state: "unobserved" });
    expect(judged([{ slots: [constant] }, { slots: [constant] }, ...parts])).toMatchObject({ state: "unobserved" });
  });

  it("does not keep a constant from being told once there were requests enough", () => {
    const early = [1, 2].map(() => ({ slots: [unexplained], partial: true }));
    const later = [1, 2, 3].map(() => ({ slots: [constant] }));
    expect(judged([...early, ...later])).toMatchObject({ state: "absent", reason: "data.explained" });
    const unmarked = early.map(({ slots }) => ({ slots }));
    expect(judged([...unmarked, ...later])).toMatchObject({ state: "unobserved" });
  });
});

describe("weak matches", () => {
  it("add up over values that differ", () => {
    expect(judged([7, 8, 9].map((bits) => ({ slots: [fromA(bits)] })))).toMatchObject({ reason: "data.value-follows" });
  });

  it("do not add up where the value stayed the same while the response varied", () => {
    // The agent tells no bits for a value it has told before.
    const same = [0, 0, 0, 0, 0, 0, 0, 0].map((bits) => ({ slots: [fromA(bits)] }));
    expect(judged(same)).toMatchObject({ state: "unobserved" });
  });

  it("prove nothing while the response never varied", () => {
    expect(judged([1, 1, 1, 1].map((response) => ({ response, slots: [fromA(12)] })))).toMatchObject({
      state: "unobserved",
    });
  });
});

describe("what a response fits better in one request", () => {
  const doubtful = (bits: number, a: Slot["sources"] = [{ from: 0, path: "$.id", bits: 17 }]): Slot => ({
    slot: "path[1]",
    sources: [{ from: "incoming?", path: "path[1]", bits }, ...a],
  });

  it("is the inbound request's once it fitted over many values", () => {
    expect(judged([7, 7, 7].map((bits) => ({ slots: [doubtful(bits)] })))).toMatchObject({ reason: "data.echo" });
  });

  it("is nobody's while it fitted over few, or over one value again and again", () => {
    expect(judged([7, 7, 0, 0, 0].map((bits) => ({ slots: [doubtful(bits)] })))).toMatchObject({ state: "unobserved" });
  });

  it("is the response's where the inbound request did not fit once", () => {
    const missed: Slot = { slot: "path[1]", sources: [{ from: 0, path: "$.id", bits: 17 }] };
    expect(judged([7, 7, 7, 0].map((bits) => ({ slots: [bits === 0 ? missed : doubtful(bits)] })))).toMatchObject({
      reason: "data.value-follows",
    });
  });

  it("keeps a distinctive match from proving anything alone", () => {
    const named: Slot["sources"] = [{ from: 0, path: "$.id", bits: 21 }];
    expect(judged([{ slots: [doubtful(10, named)] }])).toMatchObject({ state: "unobserved" });
    expect(judged([{ slots: [{ slot: "path[1]", sources: named }] }])).toMatchObject({ reason: "data.value-in-later" });
    const parts = [10, 10, 10].map((bits) => ({
      slots: [
        {
          ...doubtful(0, named),
          sources: [{ from: "incoming?", path: "path", transform: "part", bits } as const, ...named],
        },
      ],
    }));
    expect(judged(parts)).toMatchObject({ reason: "data.echo" });
  });

  it("is a constant as long as no field of the response is the same as often", () => {
    const plain: Slot = { slot: "q.limit", sources: [{ from: "constant", path: "", bits: 2 }] };
    const chance: Slot = {
      slot: "q.limit",
      sources: [
        { from: "constant?", path: "", bits: 2 },
        { from: 0, path: "$.name", bits: 0 },
      ],
    };
    expect(judged([plain, plain, chance, plain].map((slot) => ({ slots: [slot] })))).toMatchObject({ state: "absent" });
    expect(judged([chance, chance, chance, chance].map((slot) => ({ slots: [slot] })))).toMatchObject({
      state: "unobserved",
      reason: "data.weak-match",
    });
  });
});

describe("a body nobody had read", () => {
  const statuses = (...codes: readonly number[]): ReturnType<typeof judgeData> => {
    const profile: ProfileBuilder = new Map();
    for (const status of codes) {
      const request = timeline(SERIAL);
      const [a, b] = [callNamed(request, "a"), callNamed(request, "b")];
      const from = withValues({ ...a, outcome: { class: "ok", status } }, { slots: [], responseHash: status });
      new ValueObserver(request).observe(profile, from, withValues(b, { slots: [unexplained] }));
    }
    return judgeData(EvidenceSum.of(profile));
  };

  it("gave nothing, unless what nothing explains may follow its status", () => {
    expect(statuses(200, 200, 200)).toMatchObject({ state: "absent", reason: "data.body-unread" });
    expect(statuses(200, 204, 200)).toMatchObject({ state: "unobserved", reason: "data.unexplained" });
  });
});
