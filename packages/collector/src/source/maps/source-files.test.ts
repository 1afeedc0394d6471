import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Frame, SourceFile } from "@weir/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Build } from "../port.ts";
import { SourceFiles } from "./source-files.ts";
import { type MapParts, sourceMap } from "./testing/source-map.ts";

const build: Build = { service: "shop", env: "staging", version: "1" };
const source = "export async function GET() {\n  return await load();\n}\n";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "weir-maps-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function open(options: { readonly roots?: readonly string[]; readonly maxSize?: number } = {}): SourceFiles {
  const { roots = [], maxSize = 1_000_000 } = options;
  return new SourceFiles({ folder: join(folder, "kept"), roots, maxSize, maxDecoded: 1_000_000 });
}

function frame(file: string, line: number, column: number, async = false): Frame {
  return { file, line, column, async, mapped: false };
}

/** A map of one generated line: column 11 is line 2, column 16 of the first source. */
function oneLine(parts: Partial<MapParts> & Pick<MapParts, "sources">): string {
  const mappings = [{ line: 1, column: 11, source: 0, originalLine: 2, originalColumn: 16 }];
  return sourceMap({ contents: [source], mappings, ...parts });
}

function chunk(
  parts: Partial<MapParts> & Pick<MapParts, "sources">,
  path = "/app/.next/server/chunks/a.js",
): SourceFile {
  return { path, root: "/app", map: oneLine(parts) };
}

describe("names bundlers give to sources", () => {
  it.each([
    ["relative to the built file, percent-encoded", "../../../app/item/%5Bid%5D/route.ts", "app/item/[id]/route.ts"],
    ["a file URL", "file:///app/app/item/%5Bid%5D/route.ts", "app/item/[id]/route.ts"],
    ["absolute", "/app/src/route.ts", "src/route.ts"],
    ["webpack", "webpack://shop/./src/route.ts?1a2b", "src/route.ts"],
    ["webpack in development", "webpack-internal:///(rsc)/./src/route.ts", "src/route.ts"],
    ["Turbopack", "turbopack:///[project]/src/route.ts", "src/route.ts"],
    ["Turbopack, short", "[project]/src/route.ts", "src/route.ts"],
    ["another package of the repository", "../../../../packages/api/src/get.ts", "../packages/api/src/get.ts"],
  ])("%s", (_what, name, shown) => {
    const files = open();
    files.put(build, [chunk({ sources: [name] })]);
    expect(files.place(build, frame("/app/.next/server/chunks/a.js", 1, 11))).toMatchObject({
      file: shown,
      line: 2,
      column: 16,
    });
    expect(files.source(build, shown)?.text).toBe(source);
  });

  it("finds a file whose map has a root for its sources", () => {
    const files = open();
    files.put(build, [chunk({ sources: ["route.ts"], sourceRoot: "/app/src" })]);
    expect(files.place(build, frame("/app/.next/server/chunks/a.js", 1, 11))?.file).toBe("src/route.ts");
  });
});

describe("frames", () => {
  it("meets a file however the stack spells it", () => {
    const files = open();
    files.put(build, [chunk({ sources: ["/app/src/a.ts"] }, "/app/build/[id] x.js")]);
    const spelled = ["file:///app/build/%5Bid%5D%20x.js", "/app/build/[id] x.js", "/app/build/[id] x.js?t=17"];
    expect(spelled.map((path) => files.place(build, frame(path, 1, 11))?.file)).toEqual(Array(3).fill("src/a.ts"));
  });

  it("keeps builds apart", () => {
    const files = open();
    files.put(build, [chunk({ sources: ["/app/src/a.ts"] })]);
    const other = { ...build, version: "2" };
    expect(files.place(other, frame("/app/.next/server/chunks/a.js", 1, 11))).toBeUndefined();
  });

  it("follows a map whose source was built itself", () => {
    const files = open();
    files.put(build, [
      chunk({ sources: ["/app/.svelte-kit/output/server/page.js"], contents: [null] }, "/app/build/page.js"),
      {
        path: "/app/.svelte-kit/output/server/page.js",
        root: "/app",
        map: sourceMap({
          sources: ["../../../src/routes/+page.server.ts"],
          contents: [source],
          mappings: [{ line: 2, column: 16, source: 0, originalLine: 3, originalColumn: 5 }],
        }),
      },
    ]);
    expect(files.place(build, frame("/app/build/page.js", 1, 11))).toMatchObject({
      file: "src/routes/+page.server.ts",
      line: 3,
      column: 5,
    });
  });

  it("ends where maps lead in a circle", () => {
    const files = open();
    files.put(build, [
      chunk({ sources: ["/app/b.js"], contents: [null] }, "/app/a.js"),
      {
        path: "/app/b.js",
        root: "/app",
        map: sourceMap({
          sources: ["/app/a.js"],
          mappings: [{ line: 2, column: 16, source: 0, originalLine: 1, originalColumn: 11 }],
        }),
      },
    ]);
    expect(files.place(build, frame("/app/a.js", 1, 11))).toBeUndefined();
  });

  it("takes what is awaited for the place of a waiting frame, not what was mapped before it", () => {
    // `x=1,y=await g()`: nothing is mapped at the `await` of column 7; column 13 is `g`.
    const files = open();
    const mappings = [
      { line: 1, column: 5, source: 0, originalLine: 1, originalColumn: 7 },
      { line: 1, column: 13, source: 0, originalLine: 2, originalColumn: 16 },
    ];
    files.put(build, [chunk({ sources: ["/app/src/a.ts"], mappings })]);
    expect(files.place(build, frame("/app/.next/server/chunks/a.js", 1, 7, true))).toMatchObject({
      line: 2,
      column: 16,
    });
    expect(files.place(build, frame("/app/.next/server/chunks/a.js", 1, 7))).toMatchObject({ line: 1, column: 7 });
  });

  it("reads sectioned maps", () => {
    const files = open();
    const inner: unknown = JSON.parse(oneLine({ sources: ["/app/src/a.ts"] }));
    const map = JSON.stringify({ version: 3, sections: [{ offset: { line: 9, column: 0 }, map: inner }] });
    files.put(build, [{ path: "/app/dev.js", root: "/app", map }]);
    expect(files.place(build, frame("/app/dev.js", 10, 11))).toMatchObject({ file: "src/a.ts", line: 2 });
  });

  it("takes a file without a map for the source, unless it names a map that is not there", () => {
    const files = open();
    files.put(build, [
      { path: "/app/src/a.ts", root: "/app", content: source },
      { path: "/app/build/b.js", root: "/app", content: "x()\n//# sourceMappingURL=b.js.map\n" },
    ]);
    expect(files.place(build, frame("/app/src/a.ts", 2, 10))).toMatchObject({ file: "src/a.ts", line: 2, column: 10 });
    expect(files.place(build, frame("/app/build/b.js", 1, 1))).toBeUndefined();
  });

  it("reads a map inside the file", () => {
    const files = open();
    const inside = Buffer.from(oneLine({ sources: ["/app/src/a.ts"] })).toString("base64");
    const content = `x()\n//# sourceMappingURL=data:application/json;charset=utf-8;base64,${inside}\n`;
    files.put(build, [{ path: "/app/dev.js", root: "/app", content }]);
    expect(files.place(build, frame("/app/dev.js", 1, 11))?.file).toBe("src/a.ts");
  });
});

describe("what is kept", () => {
  it("keeps one copy of a text many maps carry, and drops it with the last of them", () => {
    const files = open({ maxSize: 1_000 });
    const names = ["a", "b", "c"];
    files.put(
      build,
      names.map((name) => chunk({ sources: ["/app/src/a.ts"] }, `/app/${name}.js`)),
    );
    const texts = (): number =>
      readdirSync(join(folder, "kept", "texts"), { recursive: true }).filter((name) => String(name).length > 20).length;
    expect(texts()).toBe(2);
    files.put(build, [chunk({ sources: ["/app/src/b.ts"], contents: ["y".repeat(900)] }, "/app/d.js")]);
    expect(files.stats).toMatchObject({ files: 1, dropped: 3 });
    expect(texts()).toBe(2);
  });

  it("knows its files again after a restart, also when the last line of its index is torn", () => {
    open().put(build, [chunk({ sources: ["/app/src/a.ts"] })]);
    writeFileSync(join(folder, "kept", "files.jsonl"), '{"put":"[\\"shop', { flag: "a" });
    const again = open();
    expect(again.place(build, frame("/app/.next/server/chunks/a.js", 1, 11))?.file).toBe("src/a.ts");
    expect(again.source(build, "src/a.ts")?.text).toBe(source);
  });

  it("removes texts a killed process left behind", () => {
    open();
    const orphan = join(folder, "kept", "texts", "ab", "ab".repeat(20));
    mkdirSync(join(folder, "kept", "texts", "ab"), { recursive: true });
    writeFileSync(orphan, "left");
    open();
    expect(existsSync(orphan)).toBe(false);
  });

  it.each([
    ["no JSON", "{"],
    ["no map", "{}"],
    [
      "a section far away",
      JSON.stringify({
        version: 3,
        sections: [{ offset: { line: 1e12, column: 0 }, map: { sources: [], mappings: "" } }],
      }),
    ],
    ["sections within sections", nested(9)],
    ["too many lines", JSON.stringify({ version: 3, sources: ["a.ts"], mappings: ";".repeat(2_000_001) })],
  ])("refuses a map that is %s", (_what, map) => {
    const files = open({ maxSize: 10_000_000 });
    files.put(build, [{ path: "/app/x.js", root: "/app", map }]);
    expect(files.stats).toMatchObject({ files: 0, refused: 1 });
    expect(files.place(build, frame("/app/x.js", 1, 1))).toBeUndefined();
  });

  it("reads built files on disk and the maps beside them, below the allowed directories", () => {
    const app = join(folder, "app");
    mkdirSync(join(app, "chunks"), { recursive: true });
    writeFileSync(join(app, "chunks", "[root]_x.js"), "x()\n//# sourceMappingURL=%5Broot%5D_x.js.map\n");
    writeFileSync(join(app, "chunks", "[root]_x.js.map"), oneLine({ sources: ["../src/a.ts"] }));
    const files = open({ roots: [app] });
    expect(files.place(build, frame(join(app, "chunks", "[root]_x.js"), 1, 11))).toMatchObject({ file: "src/a.ts" });
    expect(files.source(build, "src/a.ts")?.text).toBe(source);
    expect(open().place(build, frame(join(app, "chunks", "[root]_x.js"), 1, 11))).toBeUndefined();
  });

  it("reads a file on disk again when it was built anew", () => {
    const app = join(folder, "app");
    mkdirSync(app);
    writeFileSync(join(app, "a.js.map"), oneLine({ sources: ["src/a.ts"] }));
    writeFileSync(join(app, "a.js"), "x()");
    const files = open({ roots: [app] });
    expect(files.place(build, frame(join(app, "a.js"), 1, 11))?.file).toBe("src/a.ts");
    writeFileSync(join(app, "a.js.map"), oneLine({ sources: ["src/b.ts"] }));
    writeFileSync(join(app, "a.js"), "x();x()");
    expect(files.place(build, frame(join(app, "a.js"), 1, 11))?.file).toBe("src/b.ts");
  });
});

function nested(depth: number): string {
  let map: unknown = { version: 3, sources: [], mappings: "" };
  for (let index = 0; index < depth; index += 1)
    map = { version: 3, sections: [{ offset: { line: 0, column: 0 }, map }] };
  return JSON.stringify(map);
}
