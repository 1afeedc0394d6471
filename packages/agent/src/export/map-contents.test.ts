import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { agentState } from "../state.ts";
import { contentsOf, MAX_CONTENTS_CHARS } from "./map-contents.ts";

let root = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "weir-contents-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const place = () => ({ root, builtAt: Infinity, pathOf: (source: string) => join(root, source) });

it("keeps what a map says, and reads only what it leaves out", async () => {
  writeFileSync(join(root, "a.ts"), "of the disk");
  writeFileSync(join(root, "b.ts"), "b");
  expect(await contentsOf({ sources: ["a.ts", "b.ts"], sourcesContent: ["of the map", null] }, place())).toEqual([
    "of the map",
    "b",
  ]);
  expect(await contentsOf({ sources: ["a.ts"], sourcesContent: ["of the map"] }, place())).toBeUndefined();
});

it("reads so much of one map and no more, and counts what it left", async () => {
  const quarter = "x".repeat(MAX_CONTENTS_CHARS / 4);
  const sources = ["1.ts", "2.ts", "3.ts", "4.ts", "5.ts"];
  for (const name of sources) writeFileSync(join(root, name), quarter);
  const before = agentState().dropped.get("source-texts") ?? 0;
  const contents = await contentsOf({ sources }, place());
  expect(contents?.map((text) => text === quarter)).toEqual([true, true, true, true, false]);
  expect(agentState().dropped.get("source-texts")).toBe(before + 1);
});
