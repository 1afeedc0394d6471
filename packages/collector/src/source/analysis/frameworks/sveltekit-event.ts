import type { Machine, NativeCall } from "../machine/machine.ts";
import { deepTaint } from "../machine/memory.ts";
import { type NativeObj, native, open, record, type RecordObj } from "../machine/objects.ts";
import { openCookies } from "./sveltekit-cookies.ts";
import { type Cell, NOTHING, of, type Value } from "../machine/value.ts";

const PARTS = ["locals", "params", "platform", "request", "route", "url", "getClientAddress", "tracing"];

/** The one event of a request: hooks, loads, actions and endpoints all see the same locals and cookies. */
export function openEvent(machine: Machine): RecordObj {
  const made = open("event");
  for (const name of PARTS) add(made, name, of(open(`event.${name}`)));
  add(made, "cookies", of(openCookies()));
  add(made, "fetch", of(native("fetch", sending(machine.global("fetch"), made))));
  add(made, "setHeaders", of(native("setHeaders", nothing)));
  add(made, "depends", of(native("depends", nothing)));
  add(
    made,
    "untrack",
    of(native("untrack", (inner, call) => inner.apply(call.args[0] ?? NOTHING, { ...call, args: [] }))),
  );
  return made;
}

/** `event.fetch` sends the request's cookies along, whoever set them. */
function sending(fetch: Value, event: RecordObj): NativeCall {
  return (machine, call) => {
    const cookies = event.fields.get("cookies")?.value;
    if (cookies !== undefined) machine.watch.hand(deepTaint(cookies));
    return machine.apply(fetch, call);
  };
}

/** The event as one load gets it: the same places, and what only this load has. */
export function eventWith(event: RecordObj, own: Readonly<Record<string, Value>>): RecordObj {
  const made = open("event");
  const cells: Map<string, Cell> = made.fields;
  for (const [name, cell] of event.fields) cells.set(name, cell);
  for (const [name, value] of Object.entries(own)) add(made, name, value);
  return made;
}

/** What a handle is called with. */
export function hookInput(event: Value, resolve: NativeObj): Value {
  const made = record();
  add(made, "event", event);
  add(made, "resolve", of(resolve));
  return of(made);
}

function add(made: RecordObj, name: string, value: Value): void {
  made.fields.set(name, { value, serial: made.serial });
}

const nothing: NativeCall = () => NOTHING;
