import { call, flag, list, object, text } from "./expressions.ts";
import type { Write } from "./plain-statements.ts";
import { type Scope, withObject, within } from "./scope.ts";

/** What a handler leaves behind for others to find. */
function trace(scope: Scope): string {
  return scope.dice.pick([
    "counter++;",
    "mutable = String(error);",
    'bag.note = "failed";',
    "seen.push(String(error));",
    'store.put("failed");',
    "store.got = String(counter);",
    "memo.clear();",
    'delete memo.kept; memo.set("x", counter);',
    "",
  ]);
}

/** Asked in the place of another; `await` keeps the frame that tells the two apart. */
const instead = (scope: Scope): string => `async () => await ${call(scope)}`;

const given = (scope: Scope): string => `\`/${scope.names.fresh("s")}?x=\${${text(scope)}}\``;

/** Asked for, and answered by something else where that fails. */
const swallowed: Write = (scope) => {
  const name = scope.names.fresh("v");
  const asked = call(scope);
  const lines = scope.dice.pick([
    [`const ${name} = await ${asked}.catch(${instead(scope)});`],
    [`const ${name} = await ${asked}.catch((error) => { ${trace(scope)} return ${object(scope)}; });`],
    [`const ${name} = (await ${asked}.catch(() => null)) ?? ${object(scope)};`],
    [`const ${name} = await ${asked}.then((found) => found, ${instead(scope)});`],
    [
      `const ${name} = await ${asked}.then((found) => ({ ...found, n: 1 }), (error) => { ${trace(scope)} throw error; });`,
    ],
    [`const ${name} = await ${asked}.catch(() => {}).then((found) => found ?? ${call(scope)});`],
    [
      `const ${name} = await ${asked}.catch((error) => {`,
      `  if (error.message.endsWith("1")) return ${object(scope)};`,
      "  throw error;",
      "});",
    ],
    [`await ${asked}.catch(() => {});`, `const ${name} = ${object(scope)};`],
    [`const ${name} = await ${asked}.finally(() => ${call(scope)}.catch(() => {}));`],
  ]);
  return { lines, scope: withObject(scope, name) };
};

/** A handler within a loop that goes on, stops, or leaves. */
const handled: Write = (scope, block) => {
  const { dice, names } = scope;
  const [name, item] = [names.fresh("v"), names.fresh("i")];
  const inner = within(withObject(scope, item), { inLoop: true });
  const out = dice.pick([
    "continue;",
    "break;",
    `return ${object(scope)};`,
    `${name} = ${object(scope)};`,
    "throw error;",
    `if (error.message.endsWith("1")) continue; throw error;`,
    `if (${flag(scope)}) throw error;`,
    "",
  ]);
  const lines = [
    `let ${name} = ${object(scope)};`,
    `for (const ${item} of ${list(scope)}.slice(0, 3)) {`,
    "  try {",
    `    ${name} = await ${call(inner)};`,
    ...(dice.chance(0.5) ? block(inner, 1).map((line) => `  ${line}`) : []),
    `  } catch (error) { ${trace(scope)} ${out} }`,
    ...(dice.chance(0.5) ? block(inner, 1) : []),
    "}",
  ];
  return { lines, scope: withObject(scope, name) };
};

/** Asked again where it failed. */
const again: Write = (scope) => {
  const { dice, names } = scope;
  const [name, at] = [names.fresh("v"), names.fresh("i")];
  const inner = within(scope, { texts: [...scope.texts, `String(${at})`], inLoop: true });
  const lines = [
    `let ${name} = ${object(scope)};`,
    `for (let ${at} = 0; ${at} < 3; ${at}++) {`,
    `  try { ${name} = await ${call(dice.chance(0.5) ? inner : scope)}; ${dice.pick(["break;", ""])} }`,
    `  catch (error) { ${trace(scope)} ${dice.pick([`if (${at} === 2) throw error;`, "continue;", "", `${name} = await ${call(inner)};`])} }`,
    "}",
  ];
  return { lines, scope: withObject(scope, name) };
};

const settled: Write = (scope) => {
  const { dice, names } = scope;
  const [all, name] = [names.fresh("l"), names.fresh("v")];
  const made = dice.chance(0.5)
    ? `[${call(scope)}, ${call(scope)}]`
    : `${list(scope)}.map((item) => ${call(withObject(scope, "item"))})`;
  const taken = dice.pick([
    `${all}.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []))[0] ?? ${object(scope)}`,
    `${all}.find(({ value }) => value)?.value ?? ${object(scope)}`,
    `{ ...${object(scope)}, id: ${all}.map(({ status }) => status).join() }`,
    `${all}.every(({ status }) => status === "fulfilled") ? await ${call(scope)} : ${object(scope)}`,
    `${all}[0]?.reason ? ${object(scope)} : await ${call(scope)}`,
  ]);
  const lines = [`const ${all} = await Promise.allSettled(${made});`, `const ${name} = ${taken};`];
  return { lines, scope: withObject(scope, name) };
};

/** What runs whichever way it went. */
const lastly: Write = (scope, block) => {
  const { dice } = scope;
  const way = dice.pick(["", "", `return ${object(scope)};`, trace(scope).replaceAll("error", '"left"')]);
  const handler = dice.chance(0.4) ? [`} catch (error) { ${trace(scope)}`] : [];
  return { lines: ["try {", ...block(scope), ...handler, "} finally {", ...block(scope, 1), `  ${way}`, "}"], scope };
};

/** An answer that is checked by a function of the library. */
const checked: Write = (scope) => {
  const { dice, names } = scope;
  const [res, name] = [names.fresh("r"), names.fresh("v")];
  const check = dice.pick([
    `assertOk(${res});`,
    `if (!isFine(${res})) return ${object(scope)};`,
    `if (${res}.status === 404) return ${object(scope)};`,
    `if (${res}.status === 404) notFound();`,
    `if (!${res}.ok) redirect(\`/\${${res}.status}\`);`,
    `if (!${res}.ok) ${trace(scope).replaceAll("error", `${res}.status`) || "counter++;"}`,
    `ensure(${res}.ok, ${text(scope, 0)});`,
  ]);
  const lines = [`const ${res} = await fetch(${given(scope)});`, check, `const ${name} = await ${res}.json();`];
  return { lines, scope: withObject(scope, name) };
};

/** What was answered decides, by a function that leaves. */
const refused: Write = (scope) => {
  const name = scope.names.fresh("v");
  const lines = [
    `const ${name} = await ${call(scope)};`,
    scope.dice.pick([
      `if (${flag(withObject(scope, name))}) notFound();`,
      `if (!${name}.flag) redirect(\`/\${${name}.id}\`);`,
      `ensure(${flag(withObject(scope, name))}, "held");`,
      `must(${name}.items[0]);`,
      `${name}.flag || left(${name}.id);`,
    ]),
  ];
  return { lines, scope: withObject(scope, name) };
};

/** Asked by a function that tells of failing instead of failing. */
const told: Write = (scope) => {
  const { dice, names } = scope;
  const [one, name] = [names.fresh("r"), names.fresh("v")];
  const taken = dice.pick([
    [`if (!${one}.ok) return ${object(scope)};`, `const ${name} = ${one}.value;`],
    [`if (!${one}.ok) throw ${one}.error;`, `const ${name} = ${one}.value;`],
    [`const ${name} = ${one}.ok ? ${one}.value : ${object(scope)};`],
    [`const ${name} = ${one}.ok ? await ${call(scope)} : ${object(scope)};`],
    [`const { value: ${name} = ${object(scope)} } = ${one};`],
    [`const ${name} = unwrap(${one});`],
    [`if (${one}.error) { ${trace(scope).replaceAll("error", `${one}.error`)} }`, `const ${name} = ${object(scope)};`],
  ]);
  return { lines: [`const ${one} = await safe(${call(scope)});`, ...taken], scope: withObject(scope, name) };
};

/** Failings that are caught, in the ways in which people do. */
export const FAILING: readonly Write[] = [
  swallowed,
  swallowed,
  handled,
  again,
  settled,
  lastly,
  checked,
  refused,
  told,
];
