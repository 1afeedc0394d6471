import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { missingImports } from "./missing-imports.ts";

const folder = mkdtempSync(join(tmpdir(), "weir-packed-files-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function packed(texts: Readonly<Record<string, string>>): readonly string[] {
  for (const [file, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const manifest = {
    name: "@weir/x",
    version: "1.0.0",
    dependencies: { zod: "1.0.0" },
    peerDependencies: { "@p/q": "1" },
  };
  return missingImports({ folder, manifest, size: 0, files: Object.keys(texts) });
}

it("finds a file that was left out and a package that nobody asks for", () => {
  const text = `import { a } from "./a.js";\nexport * from "../gone.js";\nimport "vitest";\nawait import("@left/out/sub");`;
  expect(packed({ "dist/in/b.js": text, "dist/in/a.js": "export const a = 1;" })).toEqual([
    "dist/in/b.js imports ../gone.js",
    "dist/in/b.js imports vitest",
    "dist/in/b.js imports @left/out/sub",
  ]);
});

it("passes builtins, what is asked for, the package itself, and code inside of texts", () => {
  const text = `import "node:fs"; import "zod/v4"; import "@p/q"; import "@weir/x/wire";
import(name);
const shown = \`
import { x } from "react";
\`;`;
  expect(packed({ "dist/c.js": text })).toEqual([]);
});
