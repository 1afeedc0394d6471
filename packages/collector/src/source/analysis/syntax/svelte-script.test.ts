import { describe, expect, it } from "vitest";
import { scriptOf } from "./svelte-script.ts";

describe("the scripts of a component", () => {
  it("stand where they stood, and everything else is blank", () => {
    const component = `<h1>x</h1>\n<script lang="ts">let a;</script >\n<p>y</p><script module>let b;</script>z`;
    const code = scriptOf(component);
    expect(code).toHaveLength(component.length);
    expect(code.trim().split(/\s{2,}/)).toEqual(["let a;", "let b;"]);
    for (const part of ["let a;", "let b;"]) expect(code.indexOf(part)).toBe(component.indexOf(part));
  });

  it("are none where none is closed", () => {
    expect(scriptOf("<script>let a;").trim()).toBe("");
    expect(scriptOf("<script let a;</script").trim()).toBe("");
  });

  // Looking for each one's end anew took minutes: the test's own time limit is the bound.
  it.each(["<script>", "<script ", "</script ", "<script></script "])(
    "are looked for once in a megabyte of %j",
    (tag) => {
      const component = tag.repeat(1_000_000 / tag.length);
      expect(scriptOf(component).trim()).toBe("");
    },
  );
});
