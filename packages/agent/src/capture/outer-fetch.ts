import { countFailure } from "../guard.ts";

type Fetch = typeof globalThis.fetch;
/** What the running agent does with one call of `fetch`; `call` runs the next layer with the caller's arguments. */
export type AroundFetch = (
  args: Parameters<Fetch>,
  call: () => Promise<Response>,
  outer: AnyFunction,
) => Promise<Response>;
type AnyFunction = (...args: never[]) => unknown;

interface Layers {
  /** Cover of each function that was ever assigned, so that assigning it again gives the same one back. */
  readonly covers: WeakMap<Fetch, Fetch>;
  readonly ours: WeakSet<Fetch>;
  visible: Fetch;
  around: AroundFetch | undefined;
}

const KEY = Symbol.for("@weir/agent/outer-fetch/1");

/**
 * Keeps the agent's layer outermost on `globalThis.fetch`, whatever is assigned later. Next.js reads the global,
 * builds its caching fetch on top of what it read and assigns that; in development it does so again after every edit.
 * An accessor covers each assigned function anew. A covered function below another cover finds the call already
 * begun and passes it through, so a call is one operation however many layers lie between.
 */
export function installOuterFetch(around: AroundFetch): void {
  const holder = globalThis as { [KEY]?: Layers };
  const present = holder[KEY];
  if (present !== undefined) {
    present.around = around;
    return;
  }
  const raw: unknown = globalThis.fetch;
  if (typeof raw !== "function") return;
  const layers: Layers = { covers: new WeakMap(), ours: new WeakSet(), visible: raw as Fetch, around };
  holder[KEY] = layers;
  layers.visible = cover(layers, raw as Fetch);
  Object.defineProperty(globalThis, "fetch", {
    configurable: true,
    enumerable: true,
    get: () => layers.visible,
    set: (assigned: Fetch) => {
      layers.visible = typeof assigned === "function" ? cover(layers, assigned) : assigned;
    },
  });
}

/** The covers stay, since others may have built on them, and pass everything through. */
export function releaseOuterFetch(): void {
  const layers = (globalThis as { [KEY]?: Layers })[KEY];
  if (layers !== undefined) layers.around = undefined;
}

function cover(layers: Layers, inner: Fetch): Fetch {
  if (layers.ours.has(inner)) return inner;
  const known = layers.covers.get(inner);
  if (known !== undefined) return known;
  const outer: Fetch = function fetch(this: unknown, ...args: Parameters<Fetch>) {
    const call = (): Promise<Response> => inner.apply(this as undefined, args);
    const { around } = layers;
    if (around === undefined || isFrameworkInternal(args[1])) return call();
    return around(args, call, outer);
  };
  copyProperties(inner, outer);
  layers.ours.add(outer);
  layers.covers.set(inner, outer);
  return outer;
}

/** Next.js marks fetches of its own, which are not the user's calls. What cannot be looked at is left alone as well. */
function isFrameworkInternal(init: unknown): boolean {
  try {
    const next = (init as { next?: { internal?: unknown } } | null | undefined)?.next;
    return next?.internal === true;
  } catch (error) {
    countFailure("fetch", error);
    return true;
  }
}

/** Frameworks keep flags and helpers on their fetch; name and length make the cover look like what it covers. */
function copyProperties(from: Fetch, to: Fetch): void {
  try {
    for (const key of Reflect.ownKeys(from)) {
      const descriptor = Object.getOwnPropertyDescriptor(from, key);
      const present = Object.getOwnPropertyDescriptor(to, key);
      if (descriptor !== undefined && present?.configurable !== false) Object.defineProperty(to, key, descriptor);
    }
  } catch (error) {
    countFailure("copying the properties of fetch", error);
  }
}
