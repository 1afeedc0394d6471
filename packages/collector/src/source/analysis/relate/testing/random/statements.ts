import { call, flag, list, object, text } from "./expressions.ts";
import { DEFERRED } from "./deferred-statements.ts";
import { FAILING } from "./failing-statements.ts";
import { OBJECTS } from "./object-statements.ts";
import { PLAIN, type Write, type Written } from "./plain-statements.ts";
import { type Scope, withObject, within } from "./scope.ts";

/** Statements one after the other; names of one may be used in the next. */
export function statements(scope: Scope, count: number): Written {
  const lines: string[] = [];
  let at = scope;
  for (let index = 0; index < count; index += 1) {
    const written = statement(at);
    lines.push(...written.lines);
    at = written.scope;
  }
  return { lines, scope: at };
}

function block(scope: Scope, count = 1 + scope.dice.below(2)): readonly string[] {
  return statements(within(scope, { depth: scope.depth - 1 }), count).lines.map((line) => `  ${line}`);
}

function statement(scope: Scope): Written {
  const { dice } = scope;
  if (dice.chance(scope.plain ? 0.5 : 0.45)) return awaited(scope, block);
  if (scope.plain && dice.chance(0.7)) return dice.pick([looped, group, value, ...PLAIN])(scope, block);
  if (scope.wild && dice.chance(0.65))
    return dice.pick([FAILING, DEFERRED, OBJECTS].map((all) => dice.pick(all)))(scope, block);
  const flat: Write[] = [value, assigned, shared, early, group, conditional, rejoined, response, closure, mapped];
  const nested: Write[] = [
    branch,
    branch,
    leaving,
    attempt,
    loop,
    looped,
    choice,
    cursor,
    collected,
    callback,
    tangled,
  ];
  return dice.pick(scope.depth > 0 ? [...flat, ...nested] : flat)(scope, block);
}

const awaited: Write = (scope) => {
  const name = scope.names.fresh("v");
  return { lines: [`const ${name} = await ${call(scope)};`], scope: withObject(scope, name) };
};

const value: Write = (scope) => {
  const name = scope.names.fresh("t");
  return { lines: [`const ${name} = ${text(scope)};`], scope: within(scope, { texts: [...scope.texts, name] }) };
};

const assigned: Write = (scope) => {
  if (scope.variables.length === 0) {
    const name = scope.names.fresh("w");
    const lines = [`let ${name} = ${object(scope)};`];
    return { lines, scope: within(withObject(scope, name), { variables: [...scope.variables, name] }) };
  }
  const name = scope.dice.pick(scope.variables);
  const given = scope.dice.chance(0.6) ? `await ${call(scope)}` : object(scope);
  return { lines: [`${name} = ${given};`], scope };
};

/** State that outlives the statement, in all the ways in which it is kept. */
const shared: Write = (scope) => {
  const { dice } = scope;
  const line = dice.pick([
    () => `mutable = ${text(scope)};`,
    () => `bag.${dice.pick(["a", "b"])} = ${text(scope)};`,
    () => `Object.assign(bag, { ${dice.pick(["a", "b"])}: ${text(scope)} });`,
    () => `memo.set(${text(scope, 0)}, ${text(scope)});`,
    () => `seen.push(${text(scope)});`,
    () => `counter += ${object(scope)}.n;`,
    () => `counter++;`,
    () => `store.put(${text(scope)});`,
    () => `query.set("k", ${text(scope)});`,
    () => `hooks.push(() => ${text(scope)});`,
    () => `delete bag.${dice.pick(["a", "b"])};`,
    () => `bag.note = ${text(scope)};`,
  ])();
  return { lines: [line], scope };
};

/** A promise now, awaited later or never. */
const early: Write = (scope) => {
  const name = scope.names.fresh("p");
  const lines = [`const ${name} = ${call(scope)};`, `${name}.catch(() => {});`];
  return { lines, scope: within(scope, { promises: [...scope.promises, name] }) };
};

const rejoined: Write = (scope) => {
  const [first] = scope.promises;
  if (first === undefined) return awaited(scope, block);
  const name = scope.names.fresh("v");
  const promises = scope.promises.filter((other) => other !== first);
  return { lines: [`const ${name} = await ${first};`], scope: within(withObject(scope, name), { promises }) };
};

const group: Write = (scope) => {
  const [one, two] = [scope.names.fresh("v"), scope.names.fresh("v")];
  const lines = [`const [${one}, ${two}] = await Promise.all([${call(scope)}, ${call(scope)}]);`];
  return { lines, scope: withObject(withObject(scope, one), two) };
};

const conditional: Write = (scope) => {
  const name = scope.names.fresh("v");
  const { dice } = scope;
  const given = dice.chance(0.5)
    ? `${flag(scope)} ? await ${call(scope)} : ${object(scope)}`
    : `(${flag(scope)} && (await ${call(scope)})) || ${object(scope)}`;
  return { lines: [`const ${name} = ${given};`], scope: withObject(scope, name) };
};

/** `fetch` by hand, with what people do about its status. */
const response: Write = (scope) => {
  const [res, name] = [scope.names.fresh("r"), scope.names.fresh("v")];
  const check = scope.dice.pick([
    `if (!${res}.ok) throw new Error("failed");`,
    `if (!${res}.ok) return null;`,
    `if (${res}.status >= 500) throw new Error(String(${res}.status));`,
    `if (!${res}.ok) { if (${object(scope)}.flag) throw new Error("failed"); }`,
    "",
  ]);
  const path = `\`/${scope.names.fresh("s")}?x=\${${text(scope)}}\``;
  const lines = [`const ${res} = await fetch(${path});`, check, `const ${name} = await ${res}.json();`];
  return { lines: lines.filter((line) => line !== ""), scope: withObject(scope, name) };
};

const closure: Write = (scope) => {
  const [make, name] = [scope.names.fresh("f"), scope.names.fresh("v")];
  const body = statements(within(scope, { depth: 0, inLoop: false, texts: [...scope.texts, "given"] }), 1);
  const lines = [
    `const ${make} = async (given) => {`,
    ...body.lines.map((line) => `  ${line}`),
    `  return ${object(body.scope)};`,
    "};",
    `const ${name} = await ${make}(${text(scope)});`,
  ];
  const calls = [...scope.calls, (given: string): string => `${make}(${given})`];
  return { lines, scope: within(withObject(scope, name), { calls }) };
};

const mapped: Write = (scope) => {
  const name = scope.names.fresh("l");
  const inner = within(scope, { objects: [...scope.objects, "item"] });
  const lines = [`const ${name} = await Promise.all(${list(scope)}.map((item) => ${call(inner)}));`];
  return { lines, scope: within(scope, { lists: [...scope.lists, name] }) };
};

const branch: Write = (scope) => {
  const lines = [`if (${flag(scope)}) {`, ...block(scope)];
  if (scope.dice.chance(0.4)) lines.push("} else {", ...block(scope));
  return { lines: [...lines, "}"], scope };
};

const leaving: Write = (scope) => {
  const { dice, inLoop } = scope;
  const out = [`return ${object(scope)};`, 'throw new Error("left");', ...(inLoop ? ["break;", "continue;"] : [])];
  return { lines: [`if (${flag(scope)}) ${dice.pick(out)}`], scope };
};

const attempt: Write = (scope) => {
  const lines = ["try {", ...block(scope), "} catch (error) {"];
  lines.push(...(scope.dice.chance(0.5) ? [`  counter += String(error).length;`] : block(scope)), "}");
  if (scope.dice.chance(0.2)) lines.splice(-1, 1, "} finally {", ...block(scope), "}");
  return { lines, scope };
};

const loop: Write = (scope) => {
  const item = scope.names.fresh("i");
  const inner = within(withObject(scope, item), { inLoop: true });
  return { lines: [`for (const ${item} of ${list(scope)}.slice(0, 3)) {`, ...block(inner), "}"], scope };
};

/** A loop that gathers. */
const looped: Write = (scope) => {
  const [out, item] = [scope.names.fresh("l"), scope.names.fresh("i")];
  const carried = scope.dice.chance(0.3) ? { lists: [...scope.lists, out] } : {};
  const inner = within(withObject(scope, item), { inLoop: true, ...carried });
  const lines = [
    `const ${out} = [];`,
    `for (const ${item} of ${list(scope)}.slice(0, 3)) {`,
    ...(scope.dice.chance(0.3) ? [`  if (${flag(inner)}) continue;`] : []),
    `  const found = await ${call(inner)};`,
    `  ${out}.push(${scope.dice.chance(0.5) ? "found" : "{ ...found, flag: true }"});`,
    "}",
  ];
  return { lines, scope: within(scope, { lists: [...scope.lists, out] }) };
};

/** A loop whose next request comes from the last answer, or does not. */
const cursor: Write = (scope) => {
  const [at, round] = [scope.names.fresh("w"), scope.names.fresh("c")];
  const inner = within(withObject(scope, at), { inLoop: true });
  const given = call(scope.dice.chance(0.6) ? inner : scope);
  const lines = [`let ${at} = ${object(scope)};`, `let ${round} = 0;`];
  const bound = `  if (++${round} > 3) break;`;
  if (scope.dice.chance(0.5)) lines.push(`while (${flag(inner)}) {`, bound, `  ${at} = await ${given};`, "}");
  else lines.push("do {", bound, `  ${at} = await ${given};`, ...block(inner, 1), `} while (${flag(inner)});`);
  return { lines, scope: withObject(scope, at) };
};

/** Settled, not thrown; or taken from a generator; or sorted into a set or an object. */
const collected: Write = (scope) => {
  const { dice, names } = scope;
  const [all, name] = [names.fresh("l"), names.fresh("v")];
  const settled = [
    `const [${all}] = await Promise.allSettled([${call(scope)}, ${call(scope)}]);`,
    `const ${name} = ${all}.status === "fulfilled" ? ${all}.value : ${object(scope)};`,
  ];
  const generated = [
    `const ${all} = (function* () { yield* ${list(scope)}; yield ${object(scope)}; })();`,
    `const ${name} = [...${all}].at(-1);`,
  ];
  const grouped = [
    `const ${all} = new Map(${list(scope)}.map((item) => [item.id, item]));`,
    `const ${name} = ${all}.get(${text(scope, 1)}) ?? ${object(scope)};`,
  ];
  const reduced = [
    `const ${all} = ${list(scope)}.reduce((sum, item) => ({ ...sum, [item.id]: item }), {});`,
    `const ${name} = Object.values(${all})[0] ?? ${object(scope)};`,
  ];
  const patterned = [
    `const { items: [${all} = ${object(scope)}, ...others${name}], ...rest${name} } = ${object(scope)};`,
    `const ${name} = { ...rest${name}, ...${all}, items: others${name} };`,
  ];
  return { lines: dice.pick([settled, generated, grouped, reduced, patterned]), scope: withObject(scope, name) };
};

/** A function of the statement is handed to one of the library, which calls it. */
const callback: Write = (scope) => {
  const name = scope.names.fresh("v");
  const inner = withObject(within(scope, { depth: 0, inLoop: false }), "given");
  const body = statements(inner, 1);
  const lines = [
    `const ${name} = await using(${object(scope)}, async (given) => {`,
    ...body.lines.map((line) => `  ${line}`),
    `  return ${object(body.scope)};`,
    "});",
  ];
  return { lines, scope: withObject(scope, name) };
};

/** Two names for one thing, and a thing that holds itself what is asked later. */
const tangled: Write = (scope) => {
  const { dice, names } = scope;
  const [name, other] = [names.fresh("v"), names.fresh("v")];
  const method = [
    `const ${other} = { kept: ${object(scope)}, async ask(id) { this.kept = await ${call(withObject(scope, "this.kept"))}; return this.kept; } };`,
    `await ${other}.ask(${text(scope)});`,
    `const ${name} = await ${other}.ask(${text(scope)});`,
  ];
  const alias = [
    `const ${other} = ${object(scope)};`,
    `${other}.note = ${text(scope)};`,
    `const ${name} = { ...${other}, id: ${other}.note };`,
  ];
  const lazy = [
    `const ${other} = { get id() { return ${text(scope)}; } };`,
    `mutable = ${text(scope)};`,
    `const ${name} = { ...${object(scope)}, id: ${other}.id };`,
  ];
  return { lines: dice.pick([method, alias, lazy]), scope: withObject(scope, name) };
};

const choice: Write = (scope) => {
  const lines = [`switch (${object(scope)}.n) {`, "  case 0:", ...block(scope).map((line) => `  ${line}`)];
  if (scope.dice.chance(0.7)) lines.push("    break;");
  lines.push("  case 1:", ...block(scope).map((line) => `  ${line}`), "    break;", "  default:", "}");
  // Names of cases share one scope.
  return { lines, scope };
};
