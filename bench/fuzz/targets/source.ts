import type { Frame } from "@weir/core";
import { writePatch } from "../../../packages/collector/src/source/advice/write-patch.ts";
import { BuildProject, ParseCache } from "../../../packages/collector/src/source/analysis/project/build-project.ts";
import { relatePair } from "../../../packages/collector/src/source/analysis/relate/relate-pair.ts";
import type { Random } from "../engine/random.ts";
import type { Target } from "../engine/target.ts";

const LIBRARY = `export async function get(path) { const r = await fetch(path); if (!r.ok) throw new Error(path); return r.json(); }
export const user = (id) => get("/users/" + id); export const flags = () => get("/flags"); export const bag = {};`;

const STATEMENTS = [
  "const a = await get('/a');",
  "const b = await get('/b');",
  "const c = await user(a.id);",
  "if (!a) return;",
  "if (a.x) throw a;",
  "for (const x of a.list) { await get(x); }",
  "try { await get('/t'); } catch (e) { log(e); } finally { bag.z = 1; }",
  "const [p, q] = await Promise.all([get('/p'), get('/q')]);",
  "bag.k = a; bag[a.n] = b;",
  "let v = a; v ??= b; v.w?.(c);",
  "const { d, ...rest } = a ?? {};",
  "switch (a.k) { case 1: await get('/1'); break; default: }",
  "await Promise.allSettled(a.map(get));",
  "class K { static #p = a; async m() { return await get(this.u); } } await new K().m();",
  "function* g() { yield* a; } [...g()];",
  "label: while (a) { if (b) continue label; break; }",
  "const s = `x${a}y${await get('/s')}`;",
  "eval('a'); with_(a);",
  "return { a, b };",
  "export const z = await get('/z');",
  "import.meta.env; new Function('x')();",
  "a.then((x) => get(x)).catch(() => {});",
  "delete a.b; void 0;",
  "async () => { await get('/i'); };",
  "await (a ? get('/l') : get('/r'));",
  "const w = /(a+)+$/.test(a);",
  "using h = a; await using k = b;",
];
const WORDS = [
  ...STATEMENTS,
  "await ",
  "(",
  ")",
  "{",
  "}",
  "[",
  "]",
  "=>",
  "...",
  "?.",
  "`${",
  "}`",
  "async ",
  "function f(",
  "class A extends ",
  "@dec ",
  "/*",
  "*/",
  "//",
  "<script>",
  "</script>",
  "<Child />",
  "export default ",
  "import x from './lib/api';",
  "\u2028",
  "\\u{110000}",
  "0n",
  "#x",
  "??=",
  "type T = ",
  "enum E {",
  "declare ",
  "satisfies ",
  "as const",
  "<T,>",
  "((((((((",
  "[[[[[[[[",
  "{{{{{{{{",
  "!!!!!!!!",
  "a.b.c.d.e.f.g.",
];
const PATHS = [
  "src/app/page.tsx",
  "src/routes/+page.server.ts",
  "src/routes/+page.svelte",
  "src/hooks.server.ts",
  "src/app/route.js",
];

/** Any text as a source file, and any two of its awaits asked about: an answer, and a patch or a reason for none. */
export function source(): Target {
  return {
    seeds: () =>
      STATEMENTS.map((_, index) => Buffer.from(program([...STATEMENTS.slice(0, 2), STATEMENTS[index] ?? ""]))),
    words: WORDS,
    make: (random: Random) => Buffer.from(program(random.list(7, () => random.pick(STATEMENTS)))),
    slow: 3_000,
    maxBytes: 2 * 1024,
    run(input) {
      const text = input.toString("utf8");
      const path = PATHS[text.length % PATHS.length] ?? "";
      const files = new Map([
        [path, text],
        ["src/lib/api.ts", LIBRARY],
      ]);
      const project = new BuildProject(
        { read: (name) => readIn(files, name), paths: () => files.keys() },
        library,
        new Map(),
      );
      const awaits = awaitsIn(text, path);
      if (awaits.length === 0) awaits.push({ file: path, line: 1, column: 1, async: false, mapped: true });
      const [from, to] = [awaits[text.length % awaits.length] as Frame, awaits.at(-1) as Frame];
      const fact = relatePair(project, { from: [from], to: [to], loads: [path] });
      const advice = writePatch(project, {
        kind: fact.kind,
        calls: [[from], [to]],
        startTogether: [[0, 1]],
        after: [],
      });
      return `${fact.relation} ${fact.reason} ${fact.kind} ${"patch" in advice ? "patch" : advice.withheld}`;
    },
  };
}

const library = new ParseCache(50);

function program(statements: readonly string[]): string {
  const body = statements.map((statement) => `  ${statement}`).join("\n");
  return `import { get, user, flags, bag } from "@/lib/api";\nexport async function load(event) {\n${body}\n  return await flags();\n}\n`;
}

function readIn(
  files: ReadonlyMap<string, string>,
  path: string,
): { readonly hash: string; readonly text: string } | undefined {
  const text = files.get(path);
  return text === undefined ? undefined : { hash: text, text };
}

/** Places as stacks give them: of what is awaited. A few at most. */
function awaitsIn(text: string, file: string): Frame[] {
  const found: Frame[] = [];
  for (let at = text.indexOf("await "); at >= 0 && found.length < 12; at = text.indexOf("await ", at + 1)) {
    const before = text.slice(0, at + 6).split("\n");
    found.push({ file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1, async: false, mapped: true });
  }
  return found;
}
