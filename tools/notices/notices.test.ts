import { expect, it } from "vitest";
import { isAllowed, withoutPlatform } from "./foreign-package.ts";
import { noticesText } from "./notices-text.ts";

it("takes licences that ask for their text only, and of a choice the one that does", () => {
  for (const license of ["MIT", "(MIT OR GPL-3.0-only)", "Apache-2.0 AND BSD-3-Clause"])
    expect([license, isAllowed(license)]).toEqual([license, true]);
  for (const license of ["GPL-3.0-only", "AGPL-3.0-only", "MIT AND GPL-2.0-only", "Unknown", "", "UNLICENSED"])
    expect([license, isAllowed(license)]).toEqual([license, false]);
});

it("says the same on every system", () => {
  expect(withoutPlatform("@oxc-parser/binding-linux-x64-gnu")).toBe("@oxc-parser/binding-*");
  expect(withoutPlatform("@oxc-parser/binding-darwin-arm64")).toBe("@oxc-parser/binding-*");
  expect(withoutPlatform("fastify")).toBe("fastify");
});

it("names everybody and holds every text once, whatever the order", () => {
  const a = { name: "a", versions: ["1.0.0"], license: "MIT", text: "Copyright A" };
  const b = { name: "b", versions: ["2.0.0", "3.0.0"], license: "MIT", text: "Copyright A" };
  const c = { name: "c", versions: ["1.0.0"], license: "ISC", text: "" };
  const section = (...packages: (typeof a)[]) => noticesText([{ title: "Here", says: "Told.", packages }]);
  const text = section(a, b, c);
  expect(text).toContain("| b | 2.0.0, 3.0.0 | MIT |");
  expect(text).toContain("### a, b (MIT)");
  expect(text.split("Copyright A")).toHaveLength(2);
  expect(text).toContain("No text comes with it; its package.json says ISC.");
  expect(section(c, b, a)).toBe(text);
});
