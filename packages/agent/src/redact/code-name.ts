/** Stands for a name that could be somebody's text. */
export const HIDDEN_NAME = "~";

const MAX_NAME = 80;
/** Words as they stand in a program: letters, and a few digits here and there. */
const NAME = /^[A-Za-z_$#][A-Za-z_$]*(?:\d{1,3}[A-Za-z_$]*){0,2}$/;
/** What the runtime itself writes in the place of a name. */
const RUNTIME = /^(?:<anonymous>|<computed>|<static_initializer>)$/;
/** `new Client`, `Object.get [as value]`. */
const FUNCTION = /^((?:new |get |set |static )?)(\S+?)(?: \[as (\S+)\])?$/;

export function isCodeName(name: string): boolean {
  return name.length <= MAX_NAME && NAME.test(name);
}

/**
 * The function's name of a stack frame. It is whatever the program made it: a method under a computed key has a value
 * for its name.
 */
export function redactFunction(text: string): string {
  const [, before = "", name = "", alias] = FUNCTION.exec(text) ?? [];
  return `${before}${redactNames(name)}${alias === undefined ? "" : ` [as ${redactNames(alias)}]`}`;
}

/** As far as they are names: behind a value, what looks like one may be its rest. */
function redactNames(text: string): string {
  const names = text.split(".");
  const value = names.findIndex((name) => !isCodeName(name) && !RUNTIME.test(name));
  return value === -1 ? text : [...names.slice(0, value), HIDDEN_NAME].join(".");
}
