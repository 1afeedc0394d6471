import { describe, expect, it } from "vitest";
import { rank } from "./palette-rank.ts";
import type { Entry } from "./palette-rank.ts";

const entry = (text: string, hint = ""): Entry => ({ kind: "route", text, hint, run: () => undefined });

describe("rank", () => {
  const entries = [entry("GET /shop/cart"), entry("GET /cart"), entry("Settings"), entry("cart service", "web")];

  it("finds all words in any order, and puts what starts with them first", () => {
    expect(rank(entries, "cart get").map((one) => one.text)).toEqual(["GET /shop/cart", "GET /cart"]);
    expect(rank(entries, "cart").map((one) => one.text)).toEqual(["cart service", "GET /shop/cart", "GET /cart"]);
    expect(rank(entries, "web")).toHaveLength(1);
  });

  it("offers everything for nothing, up to a bound", () => {
    expect(rank(entries, " ")).toHaveLength(4);
    expect(
      rank(
        Array.from({ length: 500 }, () => entry("x")),
        "",
      ),
    ).toHaveLength(40);
  });
});
