import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { FolderLock } from "./folder-lock.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "weir-lock-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

const atOnce = async (): Promise<void> => {};
const refused = { code: "WEIR_DATA_IN_USE", hint: expect.stringContaining("--data") };

it("a data folder has one collector at a time; the next one comes when it has left", async () => {
  const first = await FolderLock.take(folder);
  await expect(FolderLock.take(folder, atOnce)).rejects.toMatchObject(refused);
  let waited = 0;
  const second = await FolderLock.take(folder, async () => {
    waited += 1;
    if (waited === 3) first.release();
  });
  expect(waited).toBe(3);
  second.release();
  (await FolderLock.take(folder, atOnce)).release();
  expect(readdirSync(folder)).toEqual(["collector.lock"]);
});

it("a collector that was killed holds nothing", async () => {
  const script = `import { FolderLock } from ${JSON.stringify(new URL("./folder-lock.ts", import.meta.url).href)};
    globalThis.lock = await FolderLock.take(${JSON.stringify(folder)});
    console.log("held");
    setInterval(() => {}, 1000);`;
  const other = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = new Promise((resolve) => other.once("exit", resolve));
  await new Promise((resolve) => other.stdout.once("data", resolve));
  await expect(FolderLock.take(folder, atOnce)).rejects.toMatchObject(refused);
  other.kill("SIGKILL");
  await exited;
  (await FolderLock.take(folder, atOnce)).release();
});
