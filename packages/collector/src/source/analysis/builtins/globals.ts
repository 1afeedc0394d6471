import { type ExternalObj, type NativeObj, native, open, external, externalRoot, record } from "../machine/objects.ts";
import type { NativeCall } from "../machine/machine.ts";
import { Unfollowed } from "../machine/machine.ts";
import { deepTaint, wholeTaint } from "../machine/memory.ts";
import { OPAQUE } from "../machine/taint.ts";
import { constant, NOTHING, of, type Value } from "../machine/value.ts";
import { fetchGlobal } from "./fetch.ts";
import { arrayGlobal, collectionGlobal, objectGlobal } from "./object-functions.ts";
import { promiseGlobal } from "./promise-functions.ts";
import { effectOfMethod } from "../packages/request-options.ts";
import { jsonGlobal } from "./json.ts";
import { pure } from "./pure.ts";
import { stringGlobal } from "./raw-text.ts";
import { timer } from "./timers.ts";

/** Built-in names whose functions only make their answer out of what they are given. */
const PURE = new Set(
  (
    "Math Number Boolean BigInt Symbol RegExp Intl parseInt parseFloat isNaN isFinite encodeURIComponent " +
    "decodeURIComponent encodeURI decodeURI escape unescape structuredClone atob btoa Buffer crypto performance TextEncoder " +
    "TextDecoder Uint8Array Int32Array Float64Array ArrayBuffer DataView"
  ).split(" "),
);
/** Built-in classes whose instances have a state of their own. */
const STATEFUL = new Set(
  (
    "URL URLSearchParams Headers FormData Request Date AbortController AbortSignal Blob File ReadableStream WritableStream " +
    "TransformStream EventTarget Event BroadcastChannel MessageChannel WeakRef FinalizationRegistry"
  ).split(" "),
);
const ERRORS = /^(?:[A-Z]\w*)?Error$|^DOMException$/;

/** The value of a global name; `undefined` for names the runtime does not define. */
export function globalValue(name: string): Value | undefined {
  if (PURE.has(name)) return of(pure(name));
  if (STATEFUL.has(name)) return of(stateful(name));
  if (ERRORS.test(name)) return of(native(name, makeRecord));
  switch (name) {
    case "fetch":
      return of(fetchGlobal());
    case "String":
      return stringGlobal();
    case "JSON":
      return of(jsonGlobal());
    case "Promise":
      return of(promiseGlobal());
    case "Object":
      return of(objectGlobal());
    case "Array":
      return of(arrayGlobal());
    case "Map":
    case "Set":
    case "WeakMap":
    case "WeakSet":
      return of(collectionGlobal(name));
    case "Response":
      return of(withMembers(native(name, makeRecord)));
    case "setTimeout":
    case "setInterval":
    case "setImmediate":
    case "queueMicrotask":
    case "requestIdleCallback":
      return of(native(name, timer));
    case "clearTimeout":
    case "clearInterval":
    case "clearImmediate":
      return of(pure(name));
    case "Proxy":
      return of(native(name, (_machine, { args }) => proxied(args)));
    case "eval":
    case "Function":
      return of(
        native(name, () => {
          throw new Unfollowed("source.eval");
        }),
      );
    case "process":
    case "globalThis":
      return of(open(name));
    case "NaN":
    case "Infinity":
      return NOTHING;
    default:
      return undefined;
  }
}

/** A new object that holds what it was made of. */
export const makeRecord: NativeCall = (machine, { args }) => {
  const taint = args.reduce((all, value) => all | wholeTaint(machine, value), 0);
  return of(record({ shape: "open", name: "made", taint }), 0);
};

function withMembers(made: NativeObj): NativeObj {
  made.rest = { value: of(native(`${made.name}.make`, makeRecord)), serial: made.serial };
  return made;
}

function stateful(name: string): NativeObj {
  const make: NativeCall = (machine, { args }) => {
    const root = externalRoot(name);
    if (name === "URL") machine.watch.parse(args.reduce((all, { taint }) => all | taint, 0));
    root.taint = args.reduce((all, value) => all | wholeTaint(machine, value), 0);
    const instance = external(root, name);
    if (name === "Request") keepMethod(instance, args);
    return of(instance);
  };
  const made = native(name, make);
  made.rest = { value: of(pure(`${name}.static`)), serial: made.serial };
  return made;
}

/** Whoever sends a request made here has to know what it does. */
function keepMethod(request: ExternalObj, args: readonly Value[]): void {
  const effect = effectOfMethod(args);
  const told: Value = effect === "unknown" ? NOTHING : constant(effect === "read" ? "GET" : "POST");
  request.fields.set("method", { value: told, serial: request.serial });
}

/** Reading a proxy runs code that cannot be told from here. */
function proxied(args: readonly Value[]): Value {
  const root = externalRoot("Proxy", { taint: OPAQUE });
  root.taint = args.reduce((all, value) => all | deepTaint(value), 0);
  return of(external(root, "Proxy"));
}
