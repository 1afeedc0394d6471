import { describe, expect, it } from "vitest";
import { MOST_PATCH_LINES, patchLines } from "./patch-lines.ts";

describe("patchLines", () => {
  it("tells headers from removed lines that start with dashes", () => {
    const patch = "--- a/page.ts\n+++ b/page.ts\n@@ -1,3 +1,3 @@\n const a\n--- comment\n+-- comment\n";
    expect(patchLines(patch).map((line) => line.kind)).toEqual(["file", "file", "hunk", "same", "removed", "added"]);
  });

  it("starts over at the next file", () => {
    const patch = "--- a\n+++ b\n@@ @@\n+x\ndiff --git a b\n--- a\n+++ b\n@@ @@\n-y";
    expect(patchLines(patch).map((line) => line.kind)).toEqual([
      "file",
      "file",
      "hunk",
      "added",
      "file",
      "file",
      "file",
      "hunk",
      "removed",
    ]);
  });

  it("knows the next file without a line between", () => {
    const patch = "--- a/x\n+++ b/x\n@@ @@\n+x\n--- a/y\n+++ b/y\n@@ @@\n-y";
    const kinds = ["file", "file", "hunk", "added", "file", "file", "hunk", "removed"];
    expect(patchLines(patch).map((line) => line.kind)).toEqual(kinds);
  });

  it("stops at a bound", () => {
    expect(patchLines("x\n".repeat(MOST_PATCH_LINES + 50))).toHaveLength(MOST_PATCH_LINES);
  });
});
