import type { Frame } from "@weir/core";
import { describe, expect, it } from "vitest";
import { projectOf } from "../analysis/relate/testing/fixture.ts";
import { writePatch } from "./write-patch.ts";

const PAGE = "app/shop/page.tsx";
const STOCK = "components/stock.tsx";
const LIB = "lib/api.ts";

const FILES: Readonly<Record<string, string>> = {
  [PAGE]: `import { Stock } from "../../components/stock";
import { getTitle } from "../../lib/api";

export default async function Page() {
  const title = await getTitle();
  return (
    <main>
      <h1>{title.text}</h1>
      <Stock />
    </main>
  );
}
`,
  [STOCK]: `import { getStock } from "../lib/api";

export async function Stock() {
  const stock = await getStock("all");
  return <p>{stock.count}</p>;
}
`,
  [LIB]: `export async function getTitle() {
  return (await fetch("http://shop/title")).json();
}

export async function getStock(of: string) {
  return (await fetch("http://shop/stock/" + of)).json();
}
`,
};

function patchOf(changed: Readonly<Record<string, string>>, asked = "getStock("): string {
  const files = new Map(Object.entries({ ...FILES, ...changed }));
  const frame = (file: string, text: string): Frame => {
    const before = (files.get(file) ?? "").slice(0, files.get(file)?.indexOf(text)).split("\n");
    return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1, async: true, mapped: true };
  };
  const outcome = writePatch(projectOf(files), {
    kind: "parent-child",
    calls: [[frame(PAGE, "getTitle()")], [frame(STOCK, asked)]],
    startTogether: [[0, 1]],
    after: [],
  });
  return "patch" in outcome ? outcome.patch : outcome.withheld;
}

const edited = (path: string, from: string, to: string): Readonly<Record<string, string>> => ({
  [path]: (FILES[path] ?? "").replace(from, to),
});

describe("what a child asks for", () => {
  it("is asked for by the one that draws it, through a function that asks once per render", () => {
    expect(patchOf({})).toBe(`--- a/app/shop/page.tsx
+++ b/app/shop/page.tsx
@@ -1,7 +1,8 @@
 import { Stock } from "../../components/stock";
-import { getTitle } from "../../lib/api";
+import { getTitle, getStock } from "../../lib/api";
${" "}
 export default async function Page() {
+  void getStock("all").catch(() => {});
   const title = await getTitle();
   return (
     <main>
--- a/lib/api.ts
+++ b/lib/api.ts
@@ -1,7 +1,9 @@
+import { cache } from "react";
+
 export async function getTitle() {
   return (await fetch("http://shop/title")).json();
 }
${" "}
-export async function getStock(of: string) {
+export const getStock = cache(async function getStock(of: string) {
   return (await fetch("http://shop/stock/" + of)).json();
-}
+});
`);
  });

  /** The child asks for what its prop `of` says. */
  const ofProp = (element: string): Readonly<Record<string, string>> => ({
    ...edited(PAGE, "<Stock />", element),
    ...edited(
      STOCK,
      'Stock() {\n  const stock = await getStock("all")',
      "Stock({ of }) {\n  const stock = await getStock(of)",
    ),
  });

  it("is asked for with what the child is handed", () => {
    const page = (FILES[PAGE] ?? "").replace("Page() {", "Page({ params }) {\n  const { shop } = await params;");
    const patch = patchOf({ ...ofProp(""), [PAGE]: page.replace("<Stock />", "<Stock of={shop} />") });
    expect(patch).toContain("+  void getStock(shop).catch(() => {});\n   const title = await getTitle();");
  });

  it("is asked for where the child calls what it is handed", () => {
    const page = (FILES[PAGE] ?? "")
      .replace("Page() {", "Page({ shop }) {")
      .replace("<Stock />", "<Stock load={() => getStock(shop)} />")
      .replace("{ getTitle }", "{ getStock, getTitle }");
    const stock =
      "export async function Stock({ load }) {\n  const stock = await load();\n  return <p>{stock.count}</p>;\n}\n";
    const patch = patchOf({ [PAGE]: page, [STOCK]: stock }, "load()");
    expect(patch).toContain("+  void getStock(shop).catch(() => {});\n   const title = await getTitle();");
    expect(patch).toContain("+export const getStock = cache(");
  });

  const STAYS: Readonly<Record<string, readonly [Readonly<Record<string, string>>, string]>> = {
    "it is drawn on a condition": [
      edited(PAGE, "<Stock />", "{title.sold ? null : <Stock />}"),
      "advice.guard-between",
    ],
    "the page may leave before": [
      edited(PAGE, "  return (", "  if (title.gone) return null;\n  return ("),
      "advice.guard-between",
    ],
    "the child may leave before it asks": [
      edited(STOCK, "  const stock", "  if (closed) return null;\n  const stock"),
      "advice.move-up",
    ],
    "what it asks for is no prop that it is handed": [ofProp("<Stock />"), "advice.move-up"],
    "it is handed what the page asks for": [ofProp("<Stock of={title.kind} />"), "advice.move-up"],
    "it is handed an object made for it": [ofProp('<Stock of={{ kind: "all" }} />'), "advice.move-up"],
    "it is drawn twice": [ofProp('<><Stock of="all" /><Stock of="some" /></>'), "advice.move-up"],
    "something else may set the prop": [ofProp('<Stock of="all" {...shop} />'), "advice.move-up"],
    "the function is a package's": [edited(STOCK, '"../lib/api"', '"shop-kit"'), "advice.move-up"],
    "its name means something else in the page": [
      edited(PAGE, "export default", "const getStock = 1;\n\nexport default"),
      "advice.move-up",
    ],
    "the function is used while its module is set up": [
      edited(
        LIB,
        "export async function getTitle",
        "export const first = getStock('one');\nexport async function getTitle",
      ),
      "advice.move-up",
    ],
    "the module has another cache": [
      edited(LIB, "export async function getTitle", "const cache = new Map();\nexport async function getTitle"),
      "advice.move-up",
    ],
  };
  it.each(Object.entries(STAYS))("stays where it is: %s", (_name, [changed, expected]) => {
    expect(patchOf(changed)).toBe(expected);
  });
});
