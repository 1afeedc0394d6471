import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { build, type Workshop } from "./build.ts";
import type { BuildStep } from "./build-steps.ts";
import { ProcessSet } from "./process-set.ts";

let root = "";
let workshop: Workshop;
const COPY = `const fs = require("node:fs"); fs.appendFileSync("runs", "x"); fs.copyFileSync("input", "output")`;
const step: BuildStep = { name: "copy", inputs: ["input"], outputs: ["output"], cwd: ".", node: ["-e", COPY] };

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "build-"));
  workshop = {
    root,
    stamps: join(root, "stamps"),
    logs: join(root, "logs"),
    processes: new ProcessSet(),
    say: () => {},
  };
  await writeFile(join(root, "input"), "one");
});
afterEach(async () => {
  await workshop.processes.stop();
  await rm(root, { recursive: true });
});

const runs = async (): Promise<number> => (await readFile(join(root, "runs"), "utf8")).length;

describe("build", () => {
  it("runs once for the same inputs, again for others, and again when an output is gone", async () => {
    expect(await build(step, workshop)).toBe("built");
    expect(await build(step, workshop)).toBe("unchanged");
    expect(await runs()).toBe(1);
    await writeFile(join(root, "input"), "two");
    expect(await build(step, workshop)).toBe("built");
    await rm(join(root, "output"));
    expect(await build(step, workshop)).toBe("built");
    expect(await runs()).toBe(3);
  });

  it("fails with the last lines of the build, and is not taken for built afterwards", async () => {
    const broken: BuildStep = { ...step, node: ["-e", `console.error("line 7: no such thing"); process.exit(3)`] };
    await expect(build(broken, workshop)).rejects.toThrow(/exit code 3[^]*line 7: no such thing/);
    await expect(build(broken, workshop)).rejects.toThrow("exit code 3");
  });

  it("fails when a build that ended well left its output out", async () => {
    await expect(build({ ...step, node: ["-e", ""] }, workshop)).rejects.toThrow("left out output");
  });
});
