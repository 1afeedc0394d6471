import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { LaunchedEditor } from "./launched-editor.ts";

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "weir-editor-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("LaunchedEditor", () => {
  it("starts the editor with the file", async () => {
    const command = join(folder, "editor.sh");
    writeFileSync(command, `#!/bin/sh\necho "$1" > "${folder}/opened"\n`);
    chmodSync(command, 0o755);
    const path = join(folder, "page.tsx");
    writeFileSync(path, "");
    expect(await new LaunchedEditor(command).open({ path, line: 3, column: 7 })).toBe(true);
    await vi.waitFor(() => expect(readFileSync(join(folder, "opened"), "utf8")).toBe(`${path}\n`), 10_000);
  });

  it("says when the editor does not exist", async () => {
    const path = join(folder, "there.tsx");
    writeFileSync(path, "");
    expect(await new LaunchedEditor(join(folder, "none")).open({ path, line: 1, column: 1 })).toBe(false);
  });
});
