import { describe, expect, it } from "vitest";
import { DEFAULTS, languageOf, readPreferences } from "./preferences.ts";

describe("readPreferences", () => {
  it("keeps each valid choice and drops each other one", () => {
    const kept = JSON.stringify({ theme: "dark", density: "huge", shortcuts: false, language: 7 });
    expect(readPreferences(kept)).toEqual({ ...DEFAULTS, theme: "dark", shortcuts: false });
  });

  it.each([null, "", "{", "null", "[]", '"dark"'])("starts from the defaults for %j", (kept) => {
    expect(readPreferences(kept)).toEqual(DEFAULTS);
  });
});

describe("languageOf", () => {
  it("asks the address, the setting, the browser, in this order", () => {
    expect(languageOf("ko", "en", ["en-GB"])).toBe("ko");
    expect(languageOf(undefined, "ko", ["en-GB"])).toBe("ko");
    expect(languageOf(undefined, "auto", ["fr-FR", "ko-KR", "en"])).toBe("ko");
    expect(languageOf("xx", "auto", ["fr"])).toBe("en");
  });
});
