import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { inputHash } from "./input-hash.ts";

let root = "";
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "input-hash-"));
  await mkdir(join(root, "src/deep"), { recursive: true });
  await writeFile(join(root, "src/deep/a.ts"), "one");
});
afterEach(() => rm(root, { recursive: true }));

describe("inputHash", () => {
  it("changes with a file's content and with its name, and with nothing else", async () => {
    const before = await inputHash(root, ["src"]);
    await writeFile(join(root, "src/deep/a.ts"), "one");
    expect(await inputHash(root, ["src"])).toBe(before);
    await writeFile(join(root, "src/deep/a.ts"), "two");
    const changed = await inputHash(root, ["src"]);
    expect(changed).not.toBe(before);
    await rename(join(root, "src/deep/a.ts"), join(root, "src/deep/b.ts"));
    expect(await inputHash(root, ["src"])).not.toBe(changed);
  });

  it("does not see what builds write, nor tests", async () => {
    const before = await inputHash(root, ["src", "missing"]);
    await mkdir(join(root, "src/.next/server"), { recursive: true });
    await writeFile(join(root, "src/.next/server/page.js"), "built");
    await writeFile(join(root, "src/deep/a.test.ts"), "a test");
    expect(await inputHash(root, ["src", "missing"])).toBe(before);
  });
});
