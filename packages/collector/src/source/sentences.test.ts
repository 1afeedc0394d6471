import { globSync, readFileSync } from "node:fs";
import { CHANGES, REASONS } from "@weir/core";
import { say } from "@weir/core/messages";
import { describe, expect, it } from "vitest";
import { WITHHELD } from "./advice/withheld.ts";

/** Codes that stand in code as they are said: no list of them is kept, so the code itself is read. */
function codesIn(folder: string): string[] {
  const root = new URL(`../../../${folder}/src`, import.meta.url).pathname;
  const files = globSync("**/*.ts", { cwd: root }).filter((path) => !/\.test\.ts$|^messages\/|\/testing\//.test(path));
  const texts = files.map((path) => readFileSync(`${root}/${path}`, "utf8"));
  return texts.flatMap((text) =>
    [...text.matchAll(/["'`]((?:source|coverage|advice|note)\.[a-z]+(?:-[a-z]+)*)["'`]/g)].map(
      ([, code]) => code ?? "",
    ),
  );
}

const codes = [...new Set([...REASONS, ...CHANGES, ...WITHHELD, ...codesIn("collector"), ...codesIn("core")])].sort();

describe("sentences", () => {
  it("finds the codes in the code", () => {
    expect(codes).toContain("source.unused-before");
    expect(codes).toContain("coverage.no-call-site");
  });

  it.each(["en", "ko"] as const)("every code that can be answered has one, in %s", (language) => {
    expect(codes.filter((code) => say(code, {}, language) === code)).toEqual([]);
  });
});
