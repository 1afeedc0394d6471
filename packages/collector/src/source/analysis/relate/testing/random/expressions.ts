import type { Scope } from "./scope.ts";

/** A text made of what is in scope. */
export function text(scope: Scope, depth = 2): string {
  const { dice } = scope;
  const inner = (): string => (depth > 0 ? text(scope, depth - 1) : leaf(scope));
  if (scope.plain && dice.chance(0.85))
    return dice.chance(0.8) ? leaf(scope) : `\`\${${leaf(scope)}}-\${${leaf(scope)}}\``;
  switch (dice.below(depth > 0 ? 16 : 1)) {
    case 0:
    case 1:
    case 2:
    case 3:
    case 4:
      return leaf(scope);
    case 5:
      return `\`\${${inner()}}-\${${leaf(scope)}}\``;
    case 6:
      return `(${flag(scope, depth - 1)} ? ${inner()} : ${leaf(scope)})`;
    case 7:
      return `${list(scope)}.map((item) => item.id).join()`;
    case 8:
      return `String(${list(scope)}.length)`;
    case 9:
      return `JSON.stringify(${object(scope)})`;
    case 10:
      return `({ ...${object(scope)}, extra: ${inner()} }).${dice.pick(["id", "name", "extra"])}`;
    case 11:
      return `[${inner()}, ${leaf(scope)}].join("+")`;
    case 12:
      return `(${inner()} + ${leaf(scope)})`;
    case 13:
      return `Object.entries(${object(scope)}.meta).flat().join(":")`;
    case 14:
      return `((value) => \`<\${value}>\`)(${inner()})`;
    default:
      return `(${object(scope)}.none?.deep ?? ${inner()})`;
  }
}

function leaf(scope: Scope): string {
  const { dice, texts } = scope;
  switch (dice.below(5)) {
    case 0:
      return `"${dice.pick(["x", "y", "z"])}"`;
    case 1:
      return texts.length === 0 ? '"t"' : dice.pick(texts);
    case 2:
      return `${object(scope)}.meta.key`;
    case 3:
      return `${object(scope)}["name"]`;
    default:
      return `${object(scope)}.id`;
  }
}

/** An object that is in scope. */
export function object(scope: Scope): string {
  const { dice, objects } = scope;
  // What came last is likeliest: long chains are what code is made of.
  const [first = "undefined"] = objects;
  return dice.chance(0.4) ? (objects.at(-1) ?? first) : dice.pick(objects);
}

export function list(scope: Scope): string {
  const { dice, lists } = scope;
  switch (dice.below(6)) {
    case 0:
      return lists.length === 0 ? `${object(scope)}.items` : dice.pick(lists);
    case 1:
      return `${object(scope)}.items.filter((item) => item.flag)`;
    case 2:
      return `[...${object(scope)}.items, ${object(scope)}]`;
    case 3:
      return `${object(scope)}.items.toReversed()`;
    default:
      return `${object(scope)}.items`;
  }
}

export function flag(scope: Scope, depth = 1): string {
  const { dice } = scope;
  const inner = (): string => (depth > 0 ? flag(scope, depth - 1) : `${object(scope)}.flag`);
  switch (dice.below(8)) {
    case 0:
      return `!${inner()}`;
    case 1:
      return `(${inner()} && ${inner()})`;
    case 2:
      return `(${inner()} || ${object(scope)}.flag)`;
    case 3:
      return `${object(scope)}.n > 1`;
    case 4:
      return `${list(scope)}.length > 0`;
    case 5:
      return `${list(scope)}.some((item) => item.flag)`;
    default:
      return `${object(scope)}.flag`;
  }
}

/** A call that gives a promise of an object. */
export function call(scope: Scope): string {
  const { dice } = scope;
  if (scope.calls.length > 0 && dice.chance(0.45)) return dice.pick(scope.calls)(text(scope), object(scope));
  const path = `\`/${scope.names.fresh("s")}?x=\${${text(scope)}}\``;
  if (scope.plain && dice.chance(0.9)) return `get(${path})`;
  switch (dice.below(16)) {
    case 0:
    case 1:
      return `fetch(${path}).then((res) => res.json())`;
    case 2:
      return `get(${path}).then((given) => ({ ...given, n: given.n + 1 }))`;
    case 3:
      return `get(${path}).catch(() => ${object(scope)})`;
    case 4:
      return `get(${path}).then((given) => (given.flag ? given : get(\`/${scope.names.fresh("s")}?x=\${given.id}\`)))`;
    case 5:
      return `retried(() => get(${path}))`;
    case 6:
      return `new Promise((resolve, reject) => get(${path}).then(resolve, reject))`;
    case 7:
      return `get(${path}).finally(() => seen.push(${text(scope, 0)}))`;
    case 8:
      return `Promise.race([get(${path})])`;
    case 9:
      return `Promise.resolve(${object(scope)})`;
    default:
      return `get(${path})`;
  }
}
