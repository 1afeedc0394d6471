import { call, flag, list, object, text } from "./expressions.ts";
import type { Write } from "./plain-statements.ts";
import { withObject, within } from "./scope.ts";

/** Promises that are gathered first and awaited later. */
const gathered: Write = (scope, block) => {
  const { dice, names } = scope;
  const [tasks, name] = [names.fresh("l"), names.fresh("v")];
  const pushed = (): string => `${tasks}.push(${call(scope)});`;
  const taken = dice.pick([
    [`const [${name} = ${object(scope)}] = await Promise.all(${tasks});`],
    [`const ${name} = (await Promise.allSettled(${tasks})).at(-1)?.value ?? ${object(scope)};`],
    [`let ${name} = ${object(scope)};`, `for (const task of ${tasks}) ${name} = await task;`],
    [`let ${name} = ${object(scope)};`, `for await (const found of ${tasks}) { if (found.flag) ${name} = found; }`],
  ]);
  const between = dice.chance(0.4) ? [`if (${flag(scope)}) {`, ...block(scope, 1), "}"] : [];
  const more = dice.chance(0.5) ? [`if (${flag(scope)}) ${pushed()}`] : [pushed()];
  const lines = [`const ${tasks} = [];`, pushed(), ...between, ...more, ...taken];
  return { lines, scope: withObject(scope, name) };
};

/** Functions that are made here and called behind what comes next. */
const later: Write = (scope) => {
  const { dice, names } = scope;
  const [make, name, other] = [names.fresh("f"), names.fresh("v"), names.fresh("v")];
  const form = dice.pick([
    { made: `const ${make} = () => ${call(scope)};`, called: `${make}()` },
    {
      made: `const ${make} = { ask: () => ${call(scope)}, tell: (value) => { mutable = value; } };`,
      called: `${make}.ask()`,
    },
    { made: `hooks.unshift(() => ${call(scope)});`, called: `hooks[0]()` },
    { made: `const ${make} = lazy(() => ${call(scope)});`, called: make },
    { made: `const ${make} = cached("k", () => ${call(scope)});`, called: `cached("k", () => ${call(scope)})` },
    { made: `const ${make} = (async () => ${call(scope)})(); ${make}.catch(() => {});`, called: make },
    { made: `const ${make} = through.bind(null, ${text(scope)});`, called: `${make}()` },
  ]);
  const lines = [form.made, `const ${other} = await ${call(scope)};`, `const ${name} = await ${form.called};`];
  return { lines, scope: withObject(withObject(scope, other), name) };
};

/** Functions of the library that run what they are given, one after the other or when they see fit. */
const handedOn: Write = (scope, block) => {
  const { dice, names } = scope;
  const name = names.fresh("v");
  const inner = withObject(within(scope, { depth: 0, inLoop: false }), "c");
  const step = (): string => `async (c) => { ${block(inner, 1).join(" ")} return { ...c, id: ${text(inner, 0)} }; }`;
  const layer = (): string =>
    dice.pick([
      `async (c, next) => { ${block(inner, 1).join(" ")} return next(); }`,
      `async (c, next) => { const got = await next(); ${block(inner, 1).join(" ")} return got; }`,
      `async (c, next) => { c.note = (await ${call(inner)}).id; return next(); }`,
      `async (c, next) => (${flag(inner)} ? next() : ${object(scope)})`,
      `async (c, next) => { try { return await next(); } catch { return await ${call(inner)}; } }`,
    ]);
  const asked = `() => ${call(scope)}`;
  const lines = dice.pick([
    () => [`const ${name} = await pipe({ ...${object(scope)} }, ${step()}, ${step()});`],
    () => [`const ${name} = await compose([${layer()}, ${layer()}], ${step()})({ ...${object(scope)} });`],
    () => [`const ${name} = await inTurn(${asked});`],
    () => [`const ${name} = await ask(\`/\${settings().base}?x=\${${text(scope)}}\`);`],
    () => [`const ${name} = (await find(\`/${names.fresh("s")}?x=\${${text(scope)}}\`)) ?? ${object(scope)};`],
    () => [
      dice.pick([`settings().base = ${text(scope)};`, "settings().used++;", ""]),
      `const ${name} = await get(\`/${names.fresh("s")}?x=\${settings().base}\`);`,
    ],
    () => [`const ${name} = await breaker.run(${asked});`],
    () => [`const ${name} = await limited(${asked});`],
    () => [`const ${name} = await session.ask(${text(scope)});`],
    () => [`const ${name} = await loader.load(${text(scope)});`],
    () => [`const ${name} = await cached(${text(scope, 0)}, ${asked});`],
  ])();
  return { lines, scope: withObject(scope, name) };
};

/** A promise that is carried from one round into the next. */
const chained: Write = (scope) => {
  const { dice, names } = scope;
  const [name, chain] = [names.fresh("v"), names.fresh("p")];
  const inner = withObject(scope, "item");
  const lines = dice.pick([
    [
      `const ${name} = await ${list(scope)}.slice(0, 3).reduce(async (before, item) => {`,
      `  const ${dice.pick(["done", "_done"])} = await before;`,
      `  const found = await ${call(inner)};`,
      `  return found.flag ? { ...found, note: "n" } : ${dice.pick(["found", "before", object(scope)])};`,
      `}, Promise.resolve(${object(scope)}));`,
    ],
    [
      `let ${chain} = Promise.resolve(${object(scope)});`,
      `for (const item of ${list(scope)}.slice(0, 3)) ${chain} = ${chain}.then(${dice.pick(["(c) =>", "() =>"])} ${call(inner)});`,
      `const ${name} = await ${chain};`,
    ],
    [
      `const ${chain} = ${call(scope)}.then((found) => ${call(withObject(scope, "found"))});`,
      `const ${name} = await ${chain}.then(async () => await ${call(scope)}, () => ${object(scope)});`,
    ],
  ]);
  return { lines, scope: withObject(scope, name) };
};

/** Values that come one after the other. */
const yielded: Write = (scope) => {
  const { dice, names } = scope;
  const [make, name] = [names.fresh("f"), names.fresh("v")];
  const inner = withObject(scope, "at");
  const out = dice.pick([`if (${flag(withObject(scope, "found"))}) break;`, "counter++;", `mutable = found.id;`, ""]);
  const gone = dice.pick([
    [
      `let ${name} = ${object(scope)};`,
      `for await (const found of ${make}(${object(scope)})) { ${name} = found; ${out} }`,
    ],
    [`const ${name} = (await ${make}(${object(scope)}).next()).value ?? ${object(scope)};`],
    [
      `const kept${name} = ${make}(${object(scope)});`,
      `await kept${name}.next();`,
      `const ${name} = (await kept${name}.next(${object(scope)})).value ?? ${object(scope)};`,
    ],
    [`const ${name} = (await Array.fromAsync(${make}(${object(scope)}))).at(-1) ?? ${object(scope)};`],
  ]);
  const lines = [
    `const ${make} = async function* (at) {`,
    `  for (let round = 0; round < 2; round++) {`,
    `    ${dice.chance(0.5) ? "at" : "const found"} = await ${call(inner)};`,
    `    ${dice.chance(0.3) ? `if (${flag(inner)}) return;` : ""}`,
    `    ${dice.chance(0.3) ? "at = (yield at) ?? at" : "yield at"};`,
    "  }",
    "};",
    ...gone,
  ];
  return { lines, scope: withObject(scope, name) };
};

/** What is asked for in one place and runs in another, or at another time. */
export const DEFERRED: readonly Write[] = [gathered, later, later, handedOn, handedOn, chained, yielded];
