import type { Machine } from "./machine.ts";
import { type ExternalObj, external, rootTaint } from "./objects.ts";
import { of, untold, type Value } from "./value.ts";

/** Objects of the runtime that keep what they are told, and nothing else: a URL, headers, a form, a date. */
export const KEEPS: ReadonlySet<string> = new Set(
  "URL URLSearchParams Headers FormData Date AbortController".split(" "),
);

/** Parts that are objects of their own; every other part is a text or a number. */
const PARTS = new Set(["searchParams", "signal"]);

/** `url.searchParams`, `url.href` */
export function readStateful(machine: Machine, ref: ExternalObj, name: string): Value {
  const taint = rootTaint(ref);
  machine.watch.noteRead(ref.root.cell);
  machine.watch.meet(taint);
  if (!PARTS.has(name)) return untold(taint);
  const known = ref.fields.get(`=${name}`)?.value ?? of(external(ref.root, `${ref.name}.${name}`));
  ref.fields.set(`=${name}`, { value: known, serial: ref.serial });
  return { ...known, taint: known.taint | taint };
}
