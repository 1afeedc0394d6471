import { describe, expect, it } from "vitest";
import { clip, shown, visible, visibleCode } from "./visible.ts";

describe("visible", () => {
  it("writes bidirectional overrides out, so a file name cannot pretend to be another", () => {
    expect(visible("evil\u202Egnp.exe")).toBe("evil⟨U+202E⟩gnp.exe");
  });

  it.each([
    ["nul", "\u0000", "⟨U+0000⟩"],
    ["new line", "\n", "⟨U+000A⟩"],
    ["escape", "\u001b[31m", "⟨U+001B⟩[31m"],
    ["zero-width space", "a\u200bb", "a⟨U+200B⟩b"],
    ["byte order mark", "\ufeff", "⟨U+FEFF⟩"],
    ["isolate", "\u2066x\u2069", "⟨U+2066⟩x⟨U+2069⟩"],
    ["tag character", "\u{e0041}", "⟨U+E0041⟩"],
    ["lone surrogate", "a\ud800b", "a⟨U+D800⟩b"],
    ["hangul filler", "\u3164", "⟨U+3164⟩"],
  ])("shows %s", (_name, text, expected) => {
    expect(visible(text)).toBe(expected);
  });

  it("leaves words of every script and emoji as they are", () => {
    const text = "GET /주문/{id} → café 🚀 שלום";
    expect(visible(text)).toBe(text);
  });

  it("keeps the lines of code", () => {
    expect(visibleCode("a\n\tb\u0007")).toBe("a\n\tb⟨U+0007⟩");
  });
});

describe("clip", () => {
  it("leaves text at the limit whole and cuts one above it", () => {
    expect(clip("abcd", 4)).toEqual({ text: "abcd", clipped: false });
    expect(clip("abcde", 4)).toEqual({ text: "abcd…", clipped: true });
  });

  it("never cuts a character in half", () => {
    expect(clip("ab🚀cd", 3).text).toBe("ab…");
  });

  it("escapes after clipping, so an escape is never cut", () => {
    expect(shown(`${"x".repeat(3)}\u202e${"y".repeat(9)}`, 4)).toBe("xxx⟨U+202E⟩…");
  });
});
