import { describe, expect, it } from "vitest";
import { partsOf, render } from "./message.ts";

describe("render", () => {
  it("chooses the plural form of the language", () => {
    const message = { one: "{n} route", other: "{n} routes" };
    expect(render(message, { n: 1 }, "en")).toBe("1 route");
    expect(render(message, { n: 1310 }, "en")).toBe("1,310 routes");
    expect(render({ one: "경로 {n}개", other: "경로 {n}개" }, { n: 1 }, "ko")).toBe("경로 1개");
  });

  it("fills a value in as text, never as another message", () => {
    expect(render("wait for {call}", { call: "{n} $& <b>" }, "en")).toBe("wait for {n} $& <b>");
  });

  it("leaves a name without a value as it stands", () => {
    expect(render("needs {field}", {}, "en")).toBe("needs {field}");
    expect(render("needs {constructor}", {}, "en")).toBe("needs {constructor}");
  });
});

describe("partsOf", () => {
  it("names the values, so that a page can show them as code", () => {
    expect(partsOf("{a} waits for {b}.", { a: "x", b: "y" }, "en")).toEqual([
      { text: "x", name: "a" },
      { text: " waits for " },
      { text: "y", name: "b" },
      { text: "." },
    ]);
  });
});
