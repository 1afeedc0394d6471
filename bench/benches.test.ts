import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { BENCHES } from "./benches.ts";

const ROOT = join(import.meta.dirname, "..");

it("every bench of the whole run has a name of its own and a program that is there", () => {
  expect(new Set(BENCHES.map(({ name }) => name)).size).toBe(BENCHES.length);
  const programs = BENCHES.map(({ command }) => command.find((word) => word.endsWith(".bench.ts")) ?? "none");
  expect(programs.filter((program) => !existsSync(join(ROOT, program)))).toEqual([]);
});
