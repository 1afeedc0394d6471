import { Given } from "../given.ts";
import { guarded } from "../guard.ts";

interface Watch {
  /** Somebody but us has subscribed. */
  watched: boolean;
  /** Stands in for the observed promise where the runtime looks for rejections nobody handles. */
  unhandled?: Promise<never>;
}

class Watched extends Given {
  #watch: Watch;

  private constructor(promise: object, watch: Watch) {
    super(promise);
    this.#watch = watch;
  }

  static by(promise: object): Watch | undefined {
    return #watch in promise ? promise.#watch : undefined;
  }

  /** The latest watch of a promise that is observed more than once. */
  static set(promise: object, watch: Watch): void {
    if (#watch in promise) promise.#watch = watch;
    else void new Watched(promise, watch);
  }
}

/** Promises a subscription to may have been missed: leaving their rejections unhandled could end the process. */
const unsure = new WeakSet<object>();

function note(promise: object): true {
  const watch = Watched.by(promise);
  if (watch !== undefined) {
    watch.watched = true;
    watch.unhandled?.catch(ignore);
  }
  return true;
}

const watchedPrototype: object = Object.create(Promise.prototype, {
  constructor: {
    configurable: true,
    get(this: object) {
      if (guarded("promise", () => note(this)) !== true) unsure.add(this);
      return Promise;
    },
  },
}) as object;

/**
 * Learns how a promise of the app settles, before any continuation of the app runs, and leaves the app's view of it
 * as it was. Subscribing to a promise marks its rejection as handled; a floating, failing `fetch()` would then no
 * longer reach `unhandledRejection` and the process would survive what should have ended it. `await`, `then` and
 * `Promise.all` all read `constructor` of a native promise first, so a getter there tells whether the app subscribed;
 * if it has not when the rejection arrives, an equal rejection is left unhandled in its place. The getter sits on a
 * prototype of its own: an own property would switch off V8's fast path for every promise in the process.
 */
export function observePromise<Value>(
  promise: Promise<Value>,
  fulfilled: (value: Value) => void,
  rejected: (error: unknown) => void,
): void {
  const watch: Watch = { watched: false };
  let isWatching = false;
  promise.then(fulfilled, (error: unknown) => {
    rejected(error);
    if (isWatching && !watch.watched && !unsure.has(promise)) watch.unhandled = Promise.reject(error);
  });
  if (Object.getPrototypeOf(promise) !== Promise.prototype) return;
  Watched.set(promise, watch);
  Object.setPrototypeOf(promise, watchedPrototype);
  isWatching = true;
}

function ignore(): void {
  // the stand-in has served: the app handles the real promise
}
