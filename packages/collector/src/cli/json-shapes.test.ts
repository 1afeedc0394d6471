import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { JSON_SHAPES, publishedSchemas } from "./json-shapes.ts";
import { runCli } from "./run-cli.ts";

const folder = join(import.meta.dirname, "../../../../docs/schemas");

describe("published schemas", () => {
  it.each([...publishedSchemas()])(
    "docs/schemas/%s is what the command prints; `node --conditions=@weir/source tools/write-schemas.ts` writes it",
    (name, schema) => {
      expect(JSON.parse(readFileSync(join(folder, name), "utf8"))).toEqual(JSON.parse(JSON.stringify(schema)));
    },
  );

  const lines: [string, readonly string[]][] = [
    ["version", ["version"]],
    ["config", ["config"]],
    ["completions", ["completions", "fish"]],
    ["doctor", ["doctor", "--offline"]],
    ["init", ["init", "--dry-run"]],
    ["error", ["check", "no-such-file"]],
    ["error", ["chekc"]],
  ];

  it.each(lines)("%s fits: weir %s", async (shape, args) => {
    let out = "";
    await runCli([...args, "--json"], {
      stdout: { write: (text) => (out += text) },
      stderr: { write: () => true },
      stdin: {},
      env: {},
      cwd: join(import.meta.dirname, "../../../../examples/next-app"),
      clock: Date.now,
    });
    expect(JSON_SHAPES[shape]?.safeParse(JSON.parse(out)).error).toBeUndefined();
  });
});
