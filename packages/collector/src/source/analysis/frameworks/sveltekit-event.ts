import type { Machine, NativeCall } from "../machine/machine.ts";
import { deepTaint } from "../machine/memory.ts";
import { type NativeObj, native, open, record, type RecordObj } from "../machine/objects.ts";
import { openCookies } from "./sveltekit-cookies.ts";
import { effectOfMethod } from "../packages/request-options.ts";
import { hooksFile } from "./hooks-file.ts";
import { type Cell, NOTHING, of, type Value } from "../machine/value.ts";

const PARTS = ["locals", "params", "platform", "request", "route", "url", "getClientAddress", "tracing"];

const events = new WeakMap<Machine, RecordObj>();

/** The one event of a request: hooks, loads, actions and endpoints all see the same locals and cookies. */
export function openEvent(machine: Machine): RecordObj {
  const known = events.get(machine);
  if (known !== undefined) return known;
  const made = open("event");
  events.set(machine, made);
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

/** `event.fetch` sends the request's cookies along, whoever set them, and goes through the app's `handleFetch`. */
function sending(fetch: Value, event: RecordObj): NativeCall {
  return (machine, call) => {
    const cookies = event.fields.get("cookies")?.value;
    if (cookies !== undefined) machine.watch.hand(deepTaint(cookies));
    const handler = fetchHandler(machine, call.context.file.path);
    if (handler === undefined) return machine.apply(fetch, call);
    machine.watch.effect(call.node, effectOfMethod(call.args), "fetch");
    const given = call.args.reduce((taint, value) => taint | deepTaint(value), 0);
    const input = record();
    add(input, "event", of(event));
    add(input, "request", of(open("request", given), given));
    add(input, "fetch", fetch);
    return machine.apply(handler, { ...call, self: NOTHING, args: [of(input)] });
  };
}

function fetchHandler(machine: Machine, path: string): Value | undefined {
  const hooks = hooksFile(machine.project, path);
  const handler = hooks === undefined ? NOTHING : machine.exported(hooks, "handleFetch");
  return handler.refs.length === 0 ? undefined : handler;
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
