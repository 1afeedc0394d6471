import type { NativeCall } from "../machine/machine.ts";
import { native, type NativeObj } from "../machine/objects.ts";
import { of, type Text, type Value } from "../machine/value.ts";
import { answerOfGiven } from "./pure.ts";

/** `JSON`; what a GraphQL request is written as keeps the text of its document, which tells what it does. */
export function jsonGlobal(): NativeObj {
  const made = native("JSON", answerOfGiven);
  const stringify: NativeCall = (machine, call) => {
    const written = answerOfGiven(machine, call);
    const text = call.args[0] === undefined ? undefined : documentOf(call.args[0]);
    return text === undefined ? written : { ...written, text };
  };
  const parse: NativeCall = (machine, call) => {
    machine.watch.parse(call.args[0]?.taint ?? 0);
    return answerOfGiven(machine, call);
  };
  for (const [name, call] of Object.entries({ stringify, parse }))
    made.fields.set(name, { value: of(native(`JSON.${name}`, call)), serial: made.serial });
  return made;
}

/** `{ query, variables }` */
function documentOf({ refs }: Value): Text | undefined {
  const [ref] = refs;
  return refs.length === 1 && ref?.kind === "record" && ref.shape === "closed"
    ? ref.fields.get("query")?.value.text
    : undefined;
}
