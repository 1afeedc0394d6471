import { call, flag, list, object, text } from "./expressions.ts";
import type { Write } from "./plain-statements.ts";
import { withObject, within } from "./scope.ts";

/** Taken apart, with what stands in for what is not there. */
const takenApart: Write = (scope) => {
  const { dice, names } = scope;
  const [one, name] = [names.fresh("t"), names.fresh("v")];
  const lines = dice.pick([
    [
      `const { [${text(scope, 0)}]: ${one} = ${text(scope, 0)}, ...rest${name} } = ${object(scope)}.meta;`,
      `const ${name} = { ...${object(scope)}, meta: rest${name}, note: String(${one}) };`,
    ],
    [
      `const ${one} = ${object(scope)}?.none?.[${text(scope, 0)}] ?? ${text(scope)};`,
      `const ${name} = ${object(scope)};`,
    ],
    [
      `const ${name} = ${list(scope)}.find((item) => item.flag) ?? (await ${call(scope)});`,
      `const ${one} = ${name}?.items?.at(0)?.id ?? ${text(scope, 0)};`,
    ],
    [
      `let ${name} = ${dice.pick(["null", object(scope)])};`,
      `${name} ${dice.pick(["??=", "||=", "&&="])} await ${call(scope)};`,
      `${name} ??= ${object(scope)};`,
      `const ${one} = "o";`,
    ],
    [
      `bag.kept ??= await ${call(scope)};`,
      `const ${name} = bag.kept;`,
      `const ${one} = bag[${text(scope, 0)}] ?? "b";`,
    ],
    [
      `const f${name} = async (kept = mutable, thing = ${object(scope)}) => ({ ...thing, ...(await ${call(scope)}), note: String(kept) });`,
      `const ${name} = await f${name}(${dice.pick(["", "undefined", text(scope, 0)])});`,
      `const ${one} = String(${name}.note);`,
    ],
    [
      `const ${name} = await get.call(null, \`/${names.fresh("s")}?x=\${${text(scope)}}\`);`,
      `const ${one} = ${name}?.["id"];`,
    ],
  ]);
  return { lines, scope: within(withObject(scope, name), { texts: [...scope.texts, one] }) };
};

/** Reading, printing or setting them runs code. */
const willed: Write = (scope) => {
  const { dice, names } = scope;
  const [one, name] = [names.fresh("o"), names.fresh("t")];
  const made = dice.pick([
    `const ${one} = { get id() { counter++; return mutable; }, set id(value) { mutable = value; } };`,
    `const ${one} = { get id() { seen.push("got"); return ${text(scope)}; }, set id(value) { bag.a = value; } };`,
    `const ${one} = { id: "i", toString() { return ${text(scope)}; }, toJSON() { return bag.note; } };`,
    `const ${one} = Object.defineProperty({}, "id", { get: () => ${text(scope)}, set: (value) => store.put(value) });`,
    `const ${one} = new Proxy(bag, { get: (thing, key) => (key === "id" ? mutable : thing[key]), set: (thing, key, value) => { seen.push(value); return true; } });`,
    `const ${one} = new Box(${text(scope)});`,
    `const ${one} = new (class { static at = 0; #kept = ${text(scope)}; get id() { return this.#kept; } set id(value) { this.#kept = value; } })();`,
  ]);
  const used = dice.pick([
    `${one}.id`,
    `\`\${${one}}\``,
    `JSON.stringify(${one})`,
    `({ ...${one} }).id`,
    `String(${one}.id)`,
  ]);
  const set = dice.chance(0.5) ? [`${one}.id = ${text(scope)};`] : [];
  const between = dice.chance(0.5) ? [`mutable = ${text(scope, 0)};`] : [];
  const lines = [made, ...set, ...between, `const ${name} = String(${used});`];
  return { lines, scope: within(scope, { texts: [...scope.texts, name] }) };
};

/** Classes that leave parts of what they do to others. */
const inherited: Write = (scope) => {
  const { dice, names } = scope;
  const [one, name] = [names.fresh("o"), names.fresh("v")];
  const inner = within(scope, { texts: [...scope.texts, "id", "this.last"] });
  const lines = [
    `const ${one} = new (class extends Repo {`,
    `  ${dice.pick(["name() { return super.name() + mutable; }", `name() { return ${text(scope, 0)}; }`, ""])}`,
    `  ${dice.pick([`async ask(id) { return ${call(inner)}; }`, `async ask(id) { const found = await super.ask(id); this.last = ${dice.pick(["found.id", '"l"', "this.last"])}; return found; }`, ""])}`,
    `})(${text(scope, 0)});`,
    `const ${name} = await ${one}.${dice.pick(["find", "ask", "first"])}(${text(scope)});`,
    ...(dice.chance(0.6) ? [`const b${name} = await ${one}.find(${text(scope)});`] : []),
  ];
  return { lines, scope: withObject(scope, name) };
};

/** Ways out of more than one block, and conditions that ask. */
const labelled: Write = (scope, block) => {
  const { dice, names } = scope;
  const [label, item, name] = [names.fresh("a"), names.fresh("i"), names.fresh("v")];
  const inner = within(withObject(scope, item), { inLoop: true });
  const lines = dice.pick([
    () => [
      `${label}: for (const ${item} of ${list(scope)}.slice(0, 2)) {`,
      `  for (const found of ${item}.items ?? []) {`,
      `    if (${flag(withObject(inner, "found"))}) ${dice.pick(["continue", "break"])} ${label};`,
      ...block(withObject(inner, "found"), 1).map((line) => `  ${line}`),
      "  }",
      ...block(inner, 1),
      "}",
      `const ${name} = ${object(scope)};`,
    ],
    () => [`let ${name};`, `if ((${name} = await ${call(scope)}).flag) {`, ...block(withObject(scope, name), 1), "}"],
    () => [
      `${label}: {`,
      `  if (${flag(scope)}) break ${label};`,
      ...block(scope, 1),
      "}",
      `const ${name} = ${object(scope)};`,
    ],
    () => [`const ${name} = (await ${call(scope)}, await ${call(scope)});`],
  ])();
  return { lines, scope: withObject(scope, name) };
};

/** What cannot be seen where it is written. */
export const OBJECTS: readonly Write[] = [takenApart, takenApart, willed, inherited, labelled];
