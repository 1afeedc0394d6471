import { describe, expect, it } from "vitest";
import { isSingle, nameOf, Sequences } from "./keys.ts";
import type { Press } from "./keys.ts";

const press = (key: string, more: Partial<Press> = {}): Press => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  isComposing: false,
  ...more,
});

describe("nameOf", () => {
  it.each([
    [press("j"), "j"],
    [press("Y", { shiftKey: true }), "Y"],
    [press("?", { shiftKey: true }), "?"],
    [press("k", { ctrlKey: true }), "mod+k"],
    [press("K", { metaKey: true, shiftKey: true }), "mod+k"],
    [press("ArrowLeft", { shiftKey: true }), "shift+ArrowLeft"],
    [press("Enter"), "Enter"],
  ])("%j", (pressed, name) => {
    expect(nameOf(pressed)).toBe(name);
  });

  it("never takes keys that compose a Korean syllable", () => {
    expect(nameOf(press("s", { isComposing: true }))).toBeUndefined();
    expect(nameOf(press("Process"))).toBeUndefined();
  });

  it("leaves combinations of the browser alone", () => {
    expect(nameOf(press("ArrowLeft", { altKey: true }))).toBeUndefined();
  });
});

describe("Sequences", () => {
  it("joins two presses, unless too much time passes", () => {
    let now = 0;
    const sequences = new Sequences(() => now);
    const starts = (key: string): boolean => key === "g";
    expect(sequences.press("g", starts)).toBeUndefined();
    expect(sequences.press("r", starts)).toBe("g r");
    expect(sequences.press("r", starts)).toBe("r");
    expect(sequences.press("g", starts)).toBeUndefined();
    now = 1_501;
    expect(sequences.press("r", starts)).toBe("r");
  });
});

describe("isSingle", () => {
  it("tells keys that type a character", () => {
    expect(["j", "g r", "?", "Y"].every(isSingle)).toBe(true);
    expect(["mod+k", "Enter", "shift+ArrowLeft"].some(isSingle)).toBe(false);
  });
});
