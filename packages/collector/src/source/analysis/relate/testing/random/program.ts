import { Dice } from "./dice.ts";
import { object, text } from "./expressions.ts";
import { LIBRARY_TEXT } from "./library.ts";
import { Names, type Scope, within } from "./scope.ts";
import { statements } from "./statements.ts";

/** A random program: two modules and an entry, `GET`. */
export interface RandomProgram {
  readonly seed: number;
  /** By path; the first is the one others import from. */
  readonly files: ReadonlyMap<string, string>;
}

/** JavaScript: no type checker vouches for what a program reads. */
export const ENTRY = "src/app/route.js";
export const LIBRARY = "src/lib/api.ts";

/** What the entry may name of the library. */
const EXPORTED: readonly string[] = [
  ...LIBRARY_TEXT.matchAll(/^export (?:const|class|async function|function) (?<name>\w+)/gm),
].flatMap(({ groups }) => groups?.["name"] ?? []);
/** Functions of a package that leave. */
export const FOREIGN: readonly string[] = ["notFound", "redirect"];

const KEPT_TEXTS = [
  "mutable",
  "bag.a",
  'memo.get("x")',
  'seen.join("/")',
  "String(counter)",
  "store.got",
  "store.take()",
];
const MORE_TEXTS = ['query.get("k")', "query.toString()", "Object.keys(bag).join()", "String(seen.length)", "bag.note"];
const RUN_TEXTS = ["hooks.map((hook) => hook()).join()", "String(memo.size)", "JSON.stringify(bag)"];

/** The program of a seed. `plain`: mostly awaits in a row. */
export function randomProgram(seed: number, plain = false): RandomProgram {
  const dice = new Dice(seed);
  const names = new Names();
  const base: Scope = {
    dice,
    objects: [],
    lists: [],
    texts: [],
    variables: [],
    calls: [(given) => `through(${given})`, (given) => `once(${given})`],
    promises: [],
    depth: 1,
    inLoop: false,
    plain,
    wild: !plain && dice.chance(0.7),
    names,
  };
  const kept = dice.chance(0.6) ? [dice.pick(KEPT_TEXTS), dice.pick(MORE_TEXTS), dice.pick(RUN_TEXTS)] : [];
  const stateful = within(base, {
    calls: [...base.calls, (given) => `store.load(${given})`, (given) => `store.fill(${given})`],
    texts: kept,
  });
  const helpers = Array.from({ length: 1 + dice.below(3) }, () => names.fresh("h"));
  let scope = dice.chance(0.6) ? stateful : base;
  const functions: string[] = [];
  for (const name of helpers) {
    functions.push(helper(name, scope));
    scope = within(scope, { calls: [...scope.calls, (given, thing) => `${name}(${given}, ${thing})`] });
  }
  const body = statements(within(scope, { objects: ["q"], depth: 2 }), 4 + dice.below(4));
  const state = ['let mutable = "m";', "let counter = 0;"];
  const entry = [
    `import { ${EXPORTED.join(", ")} } from "../lib/api";`,
    `import { ${FOREIGN.join(", ")} } from "next/navigation";`,
    ...state,
    ...functions,
    "export async function GET(q) {",
    ...body.lines.map((line) => `  ${line}`),
    `  return { ${body.scope.objects.join(", ")} };`,
    "}",
    "",
  ];
  return {
    seed,
    files: new Map([
      [LIBRARY, LIBRARY_TEXT],
      [ENTRY, entry.join("\n")],
    ]),
  };
}

function helper(name: string, scope: Scope): string {
  const { dice } = scope;
  const inner = within(scope, { objects: ["o"], texts: [...scope.texts, "x"], depth: 1 });
  if (dice.chance(0.2)) return `const ${name} = (x, o) => get(\`/${scope.names.fresh("s")}?x=\${${text(inner)}}\`);`;
  const body = statements(inner, 1 + dice.below(3));
  const lines = [...body.lines.map((line) => `  ${line}`), `  return ${object(body.scope)};`];
  return dice.chance(0.5)
    ? [`async function ${name}(x, o) {`, ...lines, "}"].join("\n")
    : [`const ${name} = async (x, o) => {`, ...lines, "};"].join("\n");
}
