import { call, flag, list, object, text } from "./expressions.ts";
import { type Scope, withObject, within } from "./scope.ts";

/** Lines, and what may be named behind them. */
export interface Written {
  readonly lines: readonly string[];
  readonly scope: Scope;
}

/** Some statements, indented, of which no name is left behind. */
export type Block = (scope: Scope, count?: number) => readonly string[];

export type Write = (scope: Scope, block: Block) => Written;

/** Several awaits of one statement, in the order in which they are written. */
const several: Write = (scope) => {
  const name = scope.names.fresh("v");
  const [first, second] = [call(scope), call(scope)];
  const lines = scope.dice.pick([
    [`const ${name} = { ...(await ${first}), items: [await ${second}] };`],
    [`const ${name} = { ...(await ${first}), note: (await ${second}).id };`],
    [`const ${name} = await ${first},`, `  ${name}b = await ${second};`],
  ]);
  return { lines, scope: withObject(scope, name) };
};

/** Something else where the answer is empty. */
const fallback: Write = (scope) => {
  const name = scope.names.fresh("v");
  return { lines: [`const ${name} = (await ${call(scope)}) ?? ${object(scope)};`], scope: withObject(scope, name) };
};

/** A call that is made on a condition, by what comes before as a rule. */
const perhaps: Write = (scope) => {
  const name = scope.names.fresh("v");
  const lines = [`const ${name} = ${flag(scope)} ? await ${call(scope)} : ${object(scope)};`];
  return { lines, scope: withObject(scope, name) };
};

/** A look at the answer before it is awaited; now and then it leaves something behind. */
const lookedAt: Write = (scope) => {
  const name = scope.names.fresh("v");
  const look = scope.dice.pick([
    "((found) => ({ ...found, flag: true }))",
    "((found) => found, () => null)",
    "((found) => { if (found.n > 2) throw new Error(found.id); return found; })",
    "((found) => (bag.note = found.id, found))",
    "((found) => { counter += found.n; return found; })",
  ]);
  return { lines: [`const ${name} = await ${call(scope)}.then${look};`], scope: withObject(scope, name) };
};

/** `fetch` by hand; what makes the address is made by functions that do nothing else. */
const byHand: Write = (scope) => {
  const [res, name] = [scope.names.fresh("r"), scope.names.fresh("v")];
  const path = `\`/${scope.names.fresh("s")}?x=\${new URLSearchParams({ q: ${text(scope)} })}\``;
  const lines = scope.dice.pick([
    [`const ${name} = await (await fetch(${path})).json();`],
    [
      `const ${res} = await fetch(${path});`,
      `if (!${res}.ok) throw new Error("failed ${res}");`,
      `const ${name} = await ${res}.json();`,
    ],
    [`const ${name} = await fetch(${path}).then((res) => res.json());`],
  ]);
  return { lines, scope: withObject(scope, name) };
};

/** A value of its own line that only the next call is given. */
const prepared: Write = (scope) => {
  const [given, name] = [scope.names.fresh("t"), scope.names.fresh("v")];
  const lines = [
    `const ${given} = ${text(scope)};`,
    `const ${name} = await ${call(within(scope, { texts: [...scope.texts, given, given, given] }))};`,
  ];
  return { lines, scope: withObject(scope, name) };
};

/** A call for each of a list, all at once. */
const fanned: Write = (scope) => {
  const [all, name] = [scope.names.fresh("l"), scope.names.fresh("v")];
  const each = call(withObject(scope, "item"));
  const lines = [
    `const ${all} = await Promise.all(${list(scope)}.map((item) => ${each}));`,
    `const ${name} = ${all}[0] ?? ${object(scope)};`,
  ];
  return { lines, scope: within(withObject(scope, name), { lists: [...scope.lists, all] }) };
};

/** A loop by numbers, which gathers with functions of its own. */
const counted: Write = (scope) => {
  const { dice, names } = scope;
  const [out, at, shown] = [names.fresh("l"), names.fresh("i"), names.fresh("f")];
  const inner = within(scope, { texts: [...scope.texts, `String(${at})`, `String(${at})`], inLoop: true });
  const helper = dice.pick(["({ ...found, n: round })", "({ ...found, note: String(counter) })", "(counter++, found)"]);
  const lines = [
    `const ${shown} = (found, round) => ${helper};`,
    `const ${out} = [${dice.chance(0.3) ? object(scope) : ""}];`,
    `for (let ${at} = ${dice.below(2)}; ${at} < ${dice.chance(0.5) ? "3" : `${list(scope)}.length`}; ${at}++) {`,
    `  const found = await ${call(inner)};`,
    `  ${out}.push(${dice.pick(["found", `...[found]`, `${shown}(found, ${at})`, `{ ...found, id: ${text(inner, 0)} }`])});`,
    "}",
  ];
  return { lines, scope: within(scope, { lists: [...scope.lists, out] }) };
};

/** Forms that code is written in where one call mostly follows the other. */
export const PLAIN: readonly Write[] = [several, fallback, perhaps, lookedAt, byHand, prepared, fanned, counted];
