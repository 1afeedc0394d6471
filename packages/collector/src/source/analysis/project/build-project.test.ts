import { describe, expect, it } from "vitest";
import { projectOf } from "../relate/testing/fixture.ts";
import { MAX_LOOKED_THROUGH } from "./names-in-texts.ts";
import { isParsed } from "./source-project.ts";

function leadsTo(specifier: string, more: Readonly<Record<string, string>>): string {
  const project = projectOf(new Map([["src/app/page.ts", "export {};"], ...Object.entries(more)]));
  const from = project.file("src/app/page.ts");
  if (!isParsed(from)) throw new Error(from.problem);
  const target = project.resolve(from, specifier);
  return target.kind === "file" ? target.file.path : target.kind;
}

describe("where an import leads", () => {
  it("is told by the imports of the package, conditions and patterns included", () => {
    const packageJson = JSON.stringify({
      imports: {
        "#db": { browser: "./db.client.ts", node: { import: "./server/db.ts" } },
        "#kit/*": "./src/kit/*.ts",
        "#out": "shop-kit",
      },
    });
    const files = { "package.json": packageJson, "server/db.ts": "export {};", "src/kit/api.ts": "export {};" };
    expect(leadsTo("#db", files)).toBe("server/db.ts");
    expect(leadsTo("#kit/api", files)).toBe("src/kit/api.ts");
    expect(leadsTo("#kit/gone", files)).toBe("missing");
  });

  it("is told by the paths of the tsconfig, comments and all", () => {
    const tsconfig =
      '{ "compilerOptions": { "baseUrl": "src", "paths": { "~api/*": ["./api/*"], /* one */ "db": ["db"], } } }';
    const files = { "tsconfig.json": tsconfig, "src/api/user.ts": "export {};", "src/db.ts": "export {};" };
    expect(leadsTo("~api/user", files)).toBe("src/api/user.ts");
    expect(leadsTo("db", files)).toBe("src/db.ts");
  });

  it("is a file of the project where a bare path names one, and else a package", () => {
    const files = { "src/lib/api.ts": "export {};" };
    expect(leadsTo("lib/api", files)).toBe("src/lib/api.ts");
    expect(leadsTo("lib/other", files)).toBe("package");
    expect(leadsTo("react-dom/server", files)).toBe("package");
  });

  it("is nowhere when what tells it cannot be read", () => {
    const broken = { "package.json": "{", "tsconfig.json": '{ "compilerOptions": ', "src/x.ts": "export {};" };
    expect(leadsTo("#x", broken)).toBe("src/x.ts");
    expect(
      leadsTo("#deep", {
        "package.json": `{"imports":{"#deep":${'{"default":'.repeat(9)}"./src/x.ts"${"}".repeat(9)}}}`,
      }),
    ).toBe("missing");
  });
});

describe("names in the files of a build", () => {
  const files = (count: number): Map<string, string> =>
    new Map(Array.from({ length: count }, (_, at) => [`src/${at}.ts`, "export {};"]));

  it("are known of all files, up to a bound", () => {
    expect(projectOf(files(MAX_LOOKED_THROUGH)).listed).toBe(true);
    expect(projectOf(files(MAX_LOOKED_THROUGH + 1)).listed).toBe(false);
  });

  it("are known of what is listed, what is taken whole, and what is exported under another name", () => {
    const project = projectOf(
      new Map([
        ["a.ts", 'import { load as read } from "./x";'],
        ["b.ts", 'import * as x from "./x"; x.load();'],
        ["c.ts", 'export { load as other } from "./x";'],
        ["d.ts", 'const { load } = await import("./x");'],
      ]),
    );
    expect(project.importing("load")).toEqual(["a.ts"]);
    expect(project.naming("load")).toEqual(["b.ts", "c.ts", "d.ts"]);
  });
});
