import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { VERSION_PLACES, withVersion } from "./version-places.ts";

const root = resolve(import.meta.dirname, "../..");
const versions = ["core", "agent", "collector"].map(
  (name) =>
    (JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8")) as { version: string }).version,
);

it("the packages have one version, and every place that names it agrees", () => {
  const [version = ""] = versions;
  expect(new Set(versions).size).toBe(1);
  for (const place of VERSION_PLACES) {
    const text = readFileSync(join(root, place), "utf8");
    expect([place, withVersion(text, version) === text]).toEqual([place, true]);
    expect([place, withVersion(text, "9.9.9-next.1") === text]).toEqual([place, false]);
  }
});
