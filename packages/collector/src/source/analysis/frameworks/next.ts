import { makeRecord } from "../builtins/globals.ts";
import { timer } from "../builtins/timers.ts";
import type { Machine } from "../machine/machine.ts";
import { native, open, promise } from "../machine/objects.ts";
import { NOTHING, of, type Value } from "../machine/value.ts";
import { leaving } from "./exits.ts";
import { remembering } from "./once.ts";
import { loaded } from "./react.ts";

const LEAVING = new Set(["redirect", "permanentRedirect", "notFound", "unauthorized", "forbidden"]);
const NO_OP = new Set(["cacheLife", "cacheTag", "unstable_noStore", "connection", "unstable_rethrow"]);

/** Exports of `next/*`. One request has one set of cookies and headers, whoever asks for them. */
export function nextExport(_machine: Machine, specifier: string, name: string): Value | undefined {
  if (specifier === "next/navigation" && LEAVING.has(name)) return of(leaving(name));
  if (specifier === "next/headers") return requestStore(name);
  if (specifier === "next/cache" && name === "unstable_cache") return of(native(name, remembering));
  if (specifier === "next/dynamic" && name === "default") return of(native(name, loaded));
  if (specifier === "next/server" && name === "after") return of(native(name, timer));
  if (specifier === "next/server" && (name === "NextResponse" || name === "ImageResponse")) return responseMaker(name);
  if (NO_OP.has(name)) return of(native(name, () => of(promise(NOTHING))));
  return undefined;
}

function requestStore(name: string): Value {
  const store = of(open(name));
  return of(native(name, () => of(promise(store))));
}

function responseMaker(name: string): Value {
  const made = native(name, makeRecord);
  made.rest = { value: of(native(`${name}.make`, makeRecord)), serial: made.serial };
  return of(made);
}
