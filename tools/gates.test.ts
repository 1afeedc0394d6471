import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

/**
 * A gate that has never been seen to fail proves nothing. Each one gets a planted violation in a copy of the
 * repository's own configuration, and must refuse it; the same file without the violation must pass.
 */
const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
let copy: string;

beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), "weir-gates-"));
  for (const file of [
    ".oxlintrc.json",
    ".oxfmtrc.json",
    "tsconfig.base.json",
    "packages/core/tsconfig.json",
    "packages/core/package.json",
    "knip.json",
  ]) {
    mkdirSync(join(copy, dirname(file)), { recursive: true });
    copyFileSync(join(root, file), join(copy, file));
  }
});

afterEach(() => rmSync(copy, { recursive: true, force: true }));

function plant(path: string, text: string): void {
  mkdirSync(join(copy, dirname(path)), { recursive: true });
  writeFileSync(join(copy, path), text);
}

function gate(tool: string, ...args: string[]): { ok: boolean; output: string } {
  const { status, stdout, stderr } = spawnSync(join(root, "node_modules/.bin", tool), args, {
    cwd: copy,
    encoding: "utf8",
  });
  return { ok: status === 0, output: stdout + stderr };
}

describe("the compiler holds core pure", () => {
  it.each([
    ["the clock of the host", "export const now: number = performance.now();", "performance"],
    [
      "a node builtin",
      'import { readFileSync } from "node:fs";\nexport const read: typeof readFileSync = readFileSync;',
      "node:fs",
    ],
    ["the process", "export const env: string = process.version;", "process"],
    ["the DOM", "export const title: string = document.title;", "document"],
  ])("%s does not compile", (_what, text, named) => {
    plant("packages/core/src/planted.ts", `${text}\n`);
    const { ok, output } = gate("tsc", "-p", "packages/core/tsconfig.json", "--noEmit");
    expect(ok).toBe(false);
    expect(output).toContain(named);
  });

  it("a pure file compiles", () => {
    plant("packages/core/src/planted.ts", "export const two: number = 1 + 1;\n");
    expect(gate("tsc", "-p", "packages/core/tsconfig.json", "--noEmit")).toEqual({ ok: true, output: "" });
  });
});

describe("lint holds the boundaries", () => {
  it.each([
    ["core reads the clock", "packages/core/src/planted.ts", "export const now: number = Date.now();"],
    ["core is random", "packages/core/src/planted.ts", "export const dice: number = Math.random();"],
    [
      "core imports node",
      "packages/core/src/planted.ts",
      'import { sep } from "node:path";\nexport const separator: string = sep;',
    ],
    [
      "core imports the collector",
      "packages/core/src/planted.ts",
      'import { x } from "@weir/collector";\nexport const y: string = x;',
    ],
    [
      "the agent imports the collector",
      "packages/agent/src/planted.ts",
      'import { x } from "@weir/collector";\nexport const y: string = x;',
    ],
    [
      "the agent imports core's detection",
      "packages/agent/src/planted.ts",
      'import { x } from "@weir/core";\nexport const y: string = x;',
    ],
    [
      "the collector imports the agent",
      "packages/collector/src/planted.ts",
      'import { x } from "@weir/agent";\nexport const y: string = x;',
    ],
    [
      "the dashboard imports the collector",
      "packages/dashboard/src/planted.ts",
      'import { x } from "@weir/collector";\nexport const y: string = x;',
    ],
    ["the agent talks to the host's console", "packages/agent/src/planted.ts", 'console.log("hello");'],
    ["an empty catch", "packages/collector/src/planted.ts", "try {\n  JSON.parse('');\n} catch {}"],
    ["a focused test", "packages/core/src/planted.test.ts", 'import { it } from "vitest";\nit.only("x", () => {});'],
  ])("refuses: %s", (_what, path, text) => {
    plant(path, `${text}\n`);
    const { ok, output } = gate("oxlint", "--deny-warnings", path);
    expect(output).not.toContain("Failed to parse");
    expect(ok).toBe(false);
  });

  it("passes a clean file", () => {
    plant("packages/core/src/planted.ts", "export const two: number = 1 + 1;\n");
    expect(gate("oxlint", "--deny-warnings", "packages").ok).toBe(true);
  });

  it("refuses a promise nobody waits for, by types", () => {
    plant(
      "packages/core/src/planted.ts",
      "export async function work(): Promise<void> {}\nexport function start(): void {\n  work();\n}\n",
    );
    const { ok, output } = gate("oxlint", "--type-aware", "--deny-warnings", "packages/core/src/planted.ts");
    expect(ok).toBe(false);
    expect(output).toContain("no-floating-promises");
  });
});

describe("installs hold the boundaries", () => {
  it.each([
    ["core", "fastify"],
    ["core", "@opentelemetry/api"],
    ["agent", "@weir/collector"],
    ["agent", "fastify"],
    ["collector", "@weir/agent"],
    ["dashboard", "@weir/collector"],
  ])("%s cannot even resolve %s", (from, name) => {
    expect(resolves(from, name)).toBe("MODULE_NOT_FOUND");
  });

  it("while what a package declares resolves", () => {
    expect(resolves("collector", "fastify")).toBe("found");
  });

  /** In a process of its own: the shim that starts the tests puts every installed package on NODE_PATH. */
  function resolves(from: string, name: string): string {
    const script = `try { require.resolve(${JSON.stringify(name)}); console.log("found") } catch (error) { console.log(error.code) }`;
    const { NODE_PATH: _, ...env } = process.env;
    const { stdout } = spawnSync(process.execPath, ["-e", script], {
      cwd: join(root, "packages", from),
      env,
      encoding: "utf8",
    });
    return stdout.trim();
  }
});

describe("format and dead code", () => {
  it("refuses a file that is not formatted, passes one that is", () => {
    plant("packages/core/src/planted.ts", "export const  two:number=2\n");
    expect(gate("oxfmt", "--check", "packages").ok).toBe(false);
    plant("packages/core/src/planted.ts", "export const two: number = 2;\n");
    expect(gate("oxfmt", "--check", "packages/core/src").ok).toBe(true);
  });

  it("refuses a file that nothing reaches", () => {
    plant("package.json", '{ "name": "copy", "private": true, "type": "module", "workspaces": ["packages/*"] }\n');
    plant("packages/core/package.json", '{ "name": "@weir/core", "type": "module", "exports": "./src/index.ts" }\n');
    plant("packages/core/src/index.ts", "export const two: number = 2;\n");
    expect(gate("knip", "--include", "files").ok).toBe(true);
    plant("packages/core/src/forgotten.ts", "export const three: number = 3;\n");
    const { ok, output } = gate("knip", "--include", "files");
    expect(ok).toBe(false);
    expect(output).toContain("forgotten.ts");
  });
});
