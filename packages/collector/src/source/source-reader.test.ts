import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Build } from "./port.ts";
import { createSourceReader, MAX_WAITING } from "./source-reader.ts";

const build: Build = { service: "shop", env: "staging", version: "1" };

const handler = `export async function GET() {
  const session = await fetch("http://auth/session").then((answer) => answer.json());
  const prices = await fetch("http://prices/all").then((answer) => answer.json());
  return Response.json({ session, prices });
}
`;

const openedReaders: { close(): Promise<void> }[] = [];
const folders: string[] = [];

function reader(
  options: Partial<Parameters<typeof createSourceReader>[0]> = {},
): ReturnType<typeof createSourceReader> {
  const made = createSourceReader({ folder: undefined, roots: [], ...options });
  openedReaders.push(made);
  return made;
}

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "weir-reader-"));
  folders.push(made);
  return made;
}

/** `    at GET (/app/route.js:2:25)` */
function stack(file: string, line: number, column: number, name = "GET"): string {
  return `Error\n    at ${name} (${file}:${line}:${column})`;
}

afterEach(async () => {
  for (const opened of openedReaders.splice(0)) await opened.close();
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
});

describe("source reader", () => {
  it("maps stacks to the project's files and says what the source says of two of them", async () => {
    const source = reader();
    await source.put(build, [{ path: "/app/src/route.js", root: "/app", content: handler }]);
    const [from = [], to = []] = await source.frames(build, [
      stack("/app/src/route.js", 2, 25),
      stack("file:///app/src/route.js", 3, 24),
    ]);
    expect(from).toEqual([{ file: "src/route.js", line: 2, column: 25, function: "GET", async: false, mapped: true }]);
    const [fact] = await source.facts(build, [{ from, to }]);
    expect(fact).toMatchObject({ relation: "independent", activation: "shared", place: { file: "src/route.js" } });
  });

  it("knows what a former process was given", async () => {
    const kept = folder();
    const before = reader({ folder: kept });
    await before.put(build, [{ path: "/app/src/route.js", root: "/app", content: handler }]);
    await before.close();
    const [frames] = await reader({ folder: kept }).frames(build, [stack("/app/src/route.js", 2, 25)]);
    expect(frames).toMatchObject([{ file: "src/route.js", mapped: true }]);
  });

  it("outlives source that ends the process reading it, and does not read it twice", async () => {
    const source = reader();
    const nested = `export const x = ${"(".repeat(200_000)}1${")".repeat(200_000)};\n`;
    await source.put(build, [
      { path: "/app/deep.js", root: "/app", content: nested },
      { path: "/app/route.js", root: "/app", content: handler },
    ]);
    const frames = await source.frames(build, [stack("/app/deep.js", 1, 20), stack("/app/route.js", 2, 25)]);
    expect(frames[1]).toMatchObject([{ file: "route.js", function: "GET" }]);
    await source.frames(build, [stack("/app/deep.js", 1, 21)]);
    expect(source.stats.crashes).toBe(1);
  });

  it("gives a question up after its deadline and answers the next one", async () => {
    const app = folder();
    writeFileSync(join(app, "route.js"), "export const price = [1, 2, 3].map((x) => x * 2);\n".repeat(20_000));
    const source = reader({ roots: [app], deadlineMs: 1 });
    const file = join(app, "route.js");
    expect(await source.frames(build, [stack(file, 9_000, 30)])).toEqual([[]]);
    const call = { file, line: 9_000, column: 30, function: "price", async: false, mapped: true };
    expect(await source.advice(build, { kind: "serial", calls: [[call]], startTogether: [[0]], after: [] })).toEqual({
      code: [],
      withheld: "advice.source-unavailable",
    });
    await expect(
      source.put(build, [{ path: "/app/a.js", root: "/app", content: "x".repeat(30_000_000) }]),
    ).rejects.toThrow(expect.objectContaining({ code: "WEIR_SOURCES_NOT_TAKEN", status: 503, retryAfter: 5 }));
    expect(source.stats.deadlines).toBe(3);
  });

  it("turns questions away once too many are waiting", async () => {
    const source = reader();
    const asked = Array.from({ length: MAX_WAITING + 3 }, () => source.frames(build, []));
    await Promise.all(asked);
    expect(source.stats.busy).toBe(2);
  });

  it("reads below the allowed directories only, whatever the path or a link says", async () => {
    const home = folder();
    mkdirSync(join(home, "app"));
    mkdirSync(join(home, "secret"));
    writeFileSync(join(home, "app", "route.js"), handler);
    writeFileSync(join(home, "secret", "keys.js"), "export const key = 1;\n");
    symlinkSync(join(home, "secret"), join(home, "app", "linked"));
    const source = reader({ roots: [join(home, "app")] });
    const frames = await source.frames(build, [
      stack(join(home, "app", "route.js"), 2, 25),
      stack(`${home}/app/../secret/keys.js`, 1, 8, "key"),
      stack(join(home, "app", "linked", "keys.js"), 1, 8, "key"),
    ]);
    expect(frames.map(([frame]) => frame?.mapped)).toEqual([true, false, false]);
  });
});
