import { describe, expect, it } from "vitest";
import { edge } from "../testing/trace.ts";
import { changeNotes } from "./change-notes.ts";

const nameOf = (call: number): string => `call ${call + 1}`;

describe("changeNotes", () => {
  it("names each call that will run although the one before it failed", () => {
    const edges = [edge(0, 1, "independent"), edge(1, 2, "data")];
    expect(changeNotes({ kind: "serial", edges }, nameOf)).toEqual([
      { code: "note.runs-anyway", detail: { later: "call 2", earlier: "call 1" } },
    ]);
  });

  it("passes on what only the patch tells", () => {
    const notes = ["note.runs-anyway", "note.graph"];
    expect(changeNotes({ kind: "serial", edges: [], notes }, nameOf).map((note) => note.code)).toEqual(["note.graph"]);
  });

  it("does not say of a value awaited later that its call also runs when another fails: it always ran", () => {
    const edges = [edge(0, 1, "independent")];
    expect(changeNotes({ kind: "late-await", edges }, nameOf).map((note) => note.code)).toEqual(["note.not-asked"]);
  });

  it("says of a loop that it sends more at once and goes on", () => {
    expect(changeNotes({ kind: "loop", edges: [] }, nameOf).map((note) => note.code)).toEqual([
      "note.several-at-once",
      "note.loop-goes-on",
    ]);
  });
});
