import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { agentState } from "../state.ts";
import { ManualClock } from "../testing/manual-clock.ts";
import { type TestCollector, testCollector } from "../testing/test-collector.ts";
import { MAX_FOLDERS } from "./reexporting-files.ts";
import { MAX_FILES, MAX_NEIGHBOURS, SourceUploader } from "./source-uploader.ts";
import { Transport } from "./transport.ts";

interface File {
  readonly path: string;
  readonly map?: string;
  readonly content?: string;
  readonly root?: string;
}

let collector: TestCollector;
let clock: ManualClock;
let root: string;
let uploader: SourceUploader;

beforeEach(async () => {
  collector = await testCollector();
  clock = new ManualClock();
  root = mkdtempSync(join(tmpdir(), "weir-sources-"));
  uploader = new SourceUploader({
    base: collector.url,
    identity: { service: "shop", env: "staging", version: "1" },
    root,
    transport: new Transport(
      {},
      { encoding: "protobuf", gzip: true, delayMs: 0, timeoutMs: 1000, maxQueue: 1, maxBatch: 1 },
    ),
    later: clock.later,
  });
});
afterEach(async () => {
  uploader.close();
  await collector.close();
  rmSync(root, { recursive: true });
});

function write(name: string, text: string): string {
  const path = join(root, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text);
  return path;
}

const sent = (): File[] => collector.json("/api/v1/sources").flatMap(({ files }) => files as File[]);

async function upload(paths: readonly string[], count: number): Promise<File[]> {
  uploader.seen(paths);
  await expect
    .poll(() => {
      clock.advance(1000);
      return sent().length;
    })
    .toBe(count);
  return sent();
}

const map = (source: string): string =>
  JSON.stringify({ version: 3, sources: [source], sourcesContent: ["x"], names: [], mappings: "AAAA" });

describe("the files behind a stack", () => {
  it("go out with the map beside them, under the name the stack has for them", async () => {
    const path = write("chunks/a.js", "code()\n//# sourceMappingURL=a.js.map");
    write("chunks/a.js.map", map("../src/a.ts"));
    const url = pathToFileURL(path).href;
    expect(await upload([url], 1)).toEqual([{ path: url, map: map("../src/a.ts"), root }]);
    expect(collector.json("/api/v1/sources")[0]).toMatchObject({ service: "shop", env: "staging", version: "1" });
  });

  it("go out with a map that is named otherwise, percent-encoded, or inline", async () => {
    const named = write("[slug].js", "x\n//# sourceMappingURL=%5Bslug%5D.map.json\n");
    write("[slug].map.json", map("a.ts"));
    const inline = write(
      "b.js",
      `x\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map("b.ts")).toString("base64")}`,
    );
    const plain = write("c.js", `x\n//# sourceMappingURL=data:application/json,${encodeURIComponent(map("c.ts"))}`);
    const files = await upload([named, inline, plain], 3);
    expect(files.map((file) => file.map)).toEqual([map("a.ts"), map("b.ts"), map("c.ts")]);
  });

  it("go out with a map nobody points to, if it lies beside them", async () => {
    const path = write("a.js", "x");
    write("a.js.map", map("a.ts"));
    expect((await upload([path], 1))[0]?.map).toBe(map("a.ts"));
  });

  it("go out as they are when they are the source", async () => {
    const path = write("server.js", "await work();\n");
    expect(await upload([path], 1)).toEqual([{ path, content: "await work();\n", root }]);
  });

  it("bring the maps of built files that their map leads to", async () => {
    const path = write("build/entry.js", "x\n//# sourceMappingURL=entry.js.map");
    const sources = [
      "../output/page.js",
      "../output/plain.js",
      "../src/a.ts",
      "../node_modules/kit/a.js",
      "../gone.js",
    ];
    const first = JSON.stringify({ version: 3, sources, names: [], mappings: "AAAA" });
    write("build/entry.js.map", first);
    write("output/plain.js", "no map of its own");
    write("node_modules/kit/a.js", "z\n//# sourceMappingURL=data:application/json,{}");
    const second = write("output/page.js", "y");
    write("output/page.js.map", map("../src/page.svelte"));
    const files = await upload([path], 2);
    expect(files[1]).toEqual({ path: second, map: map("../src/page.svelte"), root });
  });

  it("bring what they import, and what that imports, but no package", async () => {
    const path = write("dist/routes/cart.js", 'import { a } from "../lib/a.js";\nimport x from "shop-kit";\n');
    write("dist/lib/a.js", 'const b = await import("./b.js"); const c = require("./c");\n');
    write("dist/lib/b.js", 'export * from "../node_modules/shop/index.js";\n');
    write("dist/lib/c.js", "module.exports = 1;\n");
    write("dist/lib/unrelated.js", "nobody();\n");
    write("dist/node_modules/shop/index.js", "packaged();\n");
    const files = await upload([path], 4);
    expect(files.map((file) => file.path.slice(root.length + 1))).toEqual([
      "dist/routes/cart.js",
      "dist/lib/a.js",
      "dist/lib/b.js",
      "dist/lib/c.js",
    ]);
  });

  it("bring the texts a map leaves out, as they were built; of packages and of other projects none", async () => {
    const path = write("dist/a.js", "x\n//# sourceMappingURL=a.js.map");
    const sources = [
      "../src/a.ts",
      "../src/edited.ts",
      "../node_modules/kit/a.ts",
      "../../outside/a.ts",
      "../src/gone.ts",
    ];
    write("dist/a.js.map", JSON.stringify({ version: 3, sources, names: [], mappings: "AAAA" }));
    utimesSync(write("src/a.ts", "const a: number = 1;\n"), 1_000_000_000, 1_000_000_000);
    utimesSync(write("node_modules/kit/a.ts", "kit"), 1_000_000_000, 1_000_000_000);
    utimesSync(write("src/edited.ts", "later"), 3_000_000_000, 3_000_000_000);
    const [file] = await upload([path], 1);
    const sent = JSON.parse(file?.map ?? "") as { sourcesContent: unknown };
    expect(sent.sourcesContent).toEqual(["const a: number = 1;\n", null, null, null, null]);
  });

  it("bring what a name of the package's own leads to, and where such names lead – nothing else of package.json", async () => {
    const imports = { "#app/*": "./src/*", "#kit": "shop-kit" };
    const settings = write("package.json", JSON.stringify({ name: "shop", dependencies: { kit: "1" }, imports }));
    const config = write("tsconfig.json", '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }');
    const path = write("src/server.js", 'import { api } from "#app/http/api.js";\nimport kit from "#kit";\n');
    const api = write("src/http/api.js", "export const api = 1;\n");
    const files = await upload([path], 4);
    const contents = Object.fromEntries(files.map((file) => [file.path, file.content]));
    expect(Object.keys(contents).toSorted()).toEqual([settings, api, path, config].toSorted());
    expect(contents[settings]).toBe(JSON.stringify({ imports }));
  });

  it("bring the chunks beside them that hold the project's own code, in the spelling of the stack", async () => {
    const seen = write(".next/server/chunks/ssr/[root]__1._.js", "x");
    write(".next/server/chunks/ssr/[root]__1._.js.map", map("../../../../app/page.tsx"));
    const beside = write(".next/server/chunks/ssr/lib_2._.js", "y");
    write(".next/server/chunks/ssr/lib_2._.js.map", map("../../../../lib/api.ts"));
    write(".next/server/chunks/ssr/next_3._.js", "z");
    write(".next/server/chunks/ssr/next_3._.js.map", map("../../../../node_modules/next/dist/server.js"));
    const url = pathToFileURL(seen).href;
    expect((await upload([url], 2)).map((file) => file.path)).toEqual([url, pathToFileURL(beside).href]);
  });

  it("bring files that only pass exports on, which no map names: beside what was built and above", async () => {
    const built = write(".next/server/chunks/page.js", "x");
    const sources = ["../../../lib/api/orders.ts", "../../../node_modules/shop/lib/a.ts", "../../../../outside/a.ts"];
    write(".next/server/chunks/page.js.map", JSON.stringify({ version: 3, sources, names: [], mappings: "AAAA" }));
    write("lib/api/orders.ts", "export const orders = 1;\n");
    write("lib/api/unused.ts", "export const unused = 1;\n");
    write("lib/api/types.d.ts", 'export * from "./orders";\n');
    write("lib/other/index.ts", 'export * from "./far";\n');
    write("node_modules/shop/lib/index.ts", 'export * from "./a";\n');
    const paths = [
      write("lib/api/index.ts", 'export * from "./orders";\n'),
      write("lib/shop.ts", 'import "./x";\nexport {\n  orders as all,\n} from "./api/orders";\n'),
    ];
    const late = write("lib/api/late.ts", 'export * as late from "./orders";\n');
    for (const path of paths) utimesSync(path, 1_000_000_000, 1_000_000_000);
    utimesSync(late, 2_000_000_000, 2_000_000_000);
    const files = await upload([built], 3);
    expect(files.slice(1)).toEqual([
      { path: paths[0], content: 'export * from "./orders";\n', root },
      { path: paths[1], content: 'import "./x";\nexport {\n  orders as all,\n} from "./api/orders";\n', root },
    ]);
  });

  it("look for such files in a bounded number of folders; what is above is counted", async () => {
    agentState().dropped.clear();
    const built = write("chunks/page.js", "x");
    const sources = Array.from({ length: MAX_FOLDERS + 1 }, (_, index) => `../lib/f${index}/a.ts`);
    write("chunks/page.js.map", JSON.stringify({ version: 3, sources, names: [], mappings: "AAAA" }));
    await upload([built], 1);
    expect(agentState().dropped.get("source-folders")).toBeGreaterThan(0);
  });

  it("bring a chunk of packages only once a stack names it", async () => {
    const seen = write("chunks/a.js", "x");
    const packages = write("chunks/b.js", "z");
    write("chunks/b.js.map", map("../node_modules/kit/index.js"));
    await upload([seen], 1);
    expect((await upload([packages], 2))[1]?.path).toBe(packages);
  });

  it("bring neighbours up to a bound; what is above is counted", async () => {
    agentState().dropped.clear();
    const imports = (first: number): string =>
      Array.from({ length: 400 }, (_, index) => `import "./gone-${first + index}.js";\n`).join("");
    const paths = [0, 400, 800].map((first) => write(`a${first}.js`, imports(first)));
    await upload(paths, 3);
    expect(agentState().dropped.get("source-neighbours")).toBe(1200 - MAX_NEIGHBOURS);
  });

  it("go out once, and again after an edit", async () => {
    const path = write("a.js", "one");
    await upload([path], 1);
    uploader.recheck();
    await upload([path, write("b.js", "other")], 2); // the other file comes second: the first was left out
    writeFileSync(path, "two");
    utimesSync(path, 2_000_000_000, 2_000_000_000);
    uploader.recheck();
    expect((await upload([path], 3)).map((file) => file.content)).toEqual(["one", "other", "two"]);
  });

  it("go out again after the collector was away", async () => {
    const path = write("a.js", "one");
    await upload([path], 1);
    uploader.forget();
    expect(await upload([path], 2)).toHaveLength(2);
  });

  it("stay here when they do not exist or are no files", async () => {
    const path = write("a.js", "one");
    const files = await upload([join(root, "gone.js"), root, "/nowhere/x.js?id=1", path], 1);
    expect(files[0]?.path).toBe(path);
  });

  it("have a bound; what is above is counted", () => {
    agentState().dropped.clear();
    uploader.seen(Array.from({ length: MAX_FILES + 3 }, (_, index) => `/gone/${index}.js`));
    expect(agentState().dropped.get("source-files")).toBe(3);
  });

  it("are kept until the collector can take them", async () => {
    collector.answer((_received, response) => void response.writeHead(503).end());
    const path = write("a.js", "one");
    uploader.seen([path]);
    await expect
      .poll(() => {
        clock.advance(1000);
        return collector.received.length;
      })
      .toBeGreaterThan(0);
    collector.answer((_received, response) => void response.end());
    await expect
      .poll(() => {
        clock.advance(5000);
        return collector.received.length;
      })
      .toBe(2);
  });
});
