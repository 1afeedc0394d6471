import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FilePlace } from "../../editor/port.ts";
import { type ApiServer, openApi } from "../testing/api-server.ts";

let folder = "";
let api: ApiServer;
let found = true;
const opened: FilePlace[] = [];

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "weir-open-")));
  mkdirSync(join(folder, "shop/app"), { recursive: true });
  writeFileSync(join(folder, "shop/app/page.tsx"), "");
  writeFileSync(join(folder, "secret.txt"), "");
  writeFileSync(join(folder, "shop-of-others"), "");
  symlinkSync(join(folder, "secret.txt"), join(folder, "shop/app/link.txt"));
  const editor = {
    open: async (place: FilePlace) => {
      opened.push(place);
      return found;
    },
  };
  api = await openApi("memory", { editor: { roots: [join(folder, "shop")], editor } });
});
afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true });
});

const open = (body: object, headers = {}) => api.post("/api/v1/open", body, headers);

describe("POST /open", () => {
  it("shows a line of the project in the editor, named as sites name it or by its whole path", async () => {
    const path = join(folder, "shop/app/page.tsx");
    expect((await open({ file: "app/page.tsx", line: 14, column: 18 })).status).toBe(200);
    expect((await open({ file: path })).status).toBe(200);
    expect(opened).toEqual([
      { path, line: 14, column: 18 },
      { path, line: 1, column: 1 },
    ]);
  });

  it.each([
    "../secret.txt",
    "app/../../secret.txt",
    "app/link.txt",
    "app",
    "app/none.tsx",
    "../shop-of-others",
    "a\0b",
  ])("opens nothing that is no file of the project: %j", async (file) => {
    const before = opened.length;
    const { status, body } = await open({ file });
    expect([status, body.error.code]).toEqual([404, "WEIR_NOT_IN_PROJECT"]);
    expect(opened).toHaveLength(before);
  });

  it("says when there is no editor", async () => {
    found = false;
    const { status, body } = await open({ file: "app/page.tsx" });
    expect([status, body.error.code]).toEqual([409, "WEIR_NO_EDITOR"]);
  });

  it("is refused to pages of elsewhere, and is no route of a collector that has no editor", async () => {
    expect((await open({ file: "app/page.tsx" }, { origin: "https://elsewhere.example" })).status).toBe(403);
    const staging = await openApi("memory");
    expect((await staging.post("/api/v1/open", { file: "app/page.tsx" })).status).toBe(404);
    await staging.close();
  });
});
