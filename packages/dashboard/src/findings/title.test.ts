import { describe, expect, it } from "vitest";
import { titleOf } from "./title.ts";

const calls = [{ call: "GET api/user" }, { call: "GET api/offers" }, { call: "GET api/inbox" }];

describe("titleOf", () => {
  it("names both calls when one waits for one", () => {
    expect(titleOf({ kind: "serial", calls, startTogether: [[0, 1]] })).toEqual({
      key: "title.serial",
      params: { n: 1, call: "GET api/offers", on: "GET api/user" },
    });
  });

  it("counts the calls that wait when they are several", () => {
    expect(titleOf({ kind: "serial", calls, startTogether: [[0, 1, 2]] })).toEqual({
      key: "title.serial.many",
      params: { n: 2, call: "GET api/offers", on: "GET api/user" },
    });
  });

  it("does not blame a call that the others do need", () => {
    expect(titleOf({ kind: "serial", calls, after: [0], startTogether: [[1, 2]] }).params).toEqual({
      n: 1,
      call: "GET api/inbox",
      on: "GET api/offers",
    });
  });

  it("says what can be said without groups or for a loop of one site", () => {
    expect(titleOf({ kind: "serial", calls, startTogether: [] }).key).toBe("title.together");
    expect(titleOf({ kind: "loop", calls: [calls[0]!], startTogether: [[0, 0, 0]] })).toEqual({
      key: "title.loop",
      params: { n: 2, call: "GET api/user", on: "GET api/user" },
    });
  });
});
