import { describe, expect, it } from "vitest";
import { titleOf } from "./finding-title.ts";

const calls = [{ call: "GET api/user" }, { call: "GET api/offers" }, { call: "GET api/inbox" }];

describe("titleOf", () => {
  it("names both calls when one waits for one", () => {
    expect(titleOf({ tier: "proven", kind: "serial", calls, startTogether: [[0, 1]] })).toEqual({
      key: "title.serial",
      params: { n: 1, call: "GET /offers", on: "GET /user" },
    });
  });

  it("leaves the host to the timeline", () => {
    const [first, second] = [{ call: "GET 127.0.0.1:4200/config/shop" }, { call: "SELECT orders" }];
    expect(titleOf({ tier: "proven", kind: "serial", calls: [first, second], startTogether: [[0, 1]] }).params).toEqual(
      {
        n: 1,
        call: "SELECT orders",
        on: "GET /config/shop",
      },
    );
  });

  it("counts the calls that wait when they are several", () => {
    expect(titleOf({ tier: "proven", kind: "serial", calls, startTogether: [[0, 1, 2]] })).toEqual({
      key: "title.serial.many",
      params: { n: 2, call: "GET /offers", on: "GET /user" },
    });
  });

  it("does not blame a call that the others do need", () => {
    expect(titleOf({ tier: "proven", kind: "serial", calls, after: [0], startTogether: [[1, 2]] }).params).toEqual({
      n: 1,
      call: "GET /inbox",
      on: "GET /offers",
    });
  });

  it("names the call that waits for a group, not a call of the group", () => {
    expect(titleOf({ tier: "proven", kind: "barrier", calls, after: [0], startTogether: [[0, 1], [2]] })).toEqual({
      key: "title.barrier",
      params: { n: 1, call: "GET /inbox", on: "GET /user" },
    });
  });

  it("claims no more than the evidence does", () => {
    const shape = { kind: "serial", calls, startTogether: [[0, 1]] } as const;
    expect(titleOf({ ...shape, tier: "medium" }).key).toBe("title.maybe");
    expect(titleOf({ ...shape, tier: "unknown" }).key).toBe("title.maybe");
    expect(titleOf({ ...shape, tier: "speculative" }).key).toBe("title.guarded");
    expect(titleOf({ ...shape, tier: "high" }).key).toBe("title.serial");
  });

  it("says what can be said without groups or for a loop of one site", () => {
    expect(titleOf({ tier: "proven", kind: "serial", calls, startTogether: [] }).key).toBe("title.together");
    expect(titleOf({ tier: "proven", kind: "serial", calls, after: [0], startTogether: [[2]] })).toMatchObject({
      key: "title.together",
      params: { n: 1 },
    });
    expect(titleOf({ tier: "proven", kind: "loop", calls: calls.slice(0, 1), startTogether: [[0, 0, 0]] })).toEqual({
      key: "title.loop",
      params: { n: 2, call: "GET /user", on: "GET /user" },
    });
  });
});
