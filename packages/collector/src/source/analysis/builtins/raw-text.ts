import type { Machine, NativeArguments } from "../machine/machine.ts";
import { wholeTaint } from "../machine/memory.ts";
import { native } from "../machine/objects.ts";
import { of, type Value } from "../machine/value.ts";
import { answerOfGiven, pure } from "./pure.ts";

/** `String`, whose `raw` keeps the text of its template: `const gql = String.raw` is how documents are marked as such. */
export function stringGlobal(): Value {
  const made = native("String", answerOfGiven);
  const members = [native("raw", raw), pure("fromCharCode"), pure("fromCodePoint"), pure("prototype")];
  for (const member of members) made.fields.set(member.name, { value: of(member), serial: made.serial });
  return of(made);
}

function raw(machine: Machine, call: NativeArguments): Value {
  const { node, args } = call;
  const text = args[0]?.text;
  // Where something is escaped, the raw text is another one.
  const plain =
    node.type === "TaggedTemplateExpression" && node.quasi.quasis.every(({ value }) => value.cooked === value.raw);
  if (text === undefined || !plain) return answerOfGiven(machine, call);
  return { taint: args.reduce((taint, value) => taint | wholeTaint(machine, value), 0), refs: [], text };
}
