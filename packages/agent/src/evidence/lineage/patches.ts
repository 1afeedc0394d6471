/** One function of a shared object that is wrapped. */
export interface Patch {
  readonly target: object;
  readonly key: string;
  wrap(original: unknown): (...args: never[]) => unknown;
}

/**
 * Puts wrappers in, to stay: they pass through while no root is sampled. Somebody may have wrapped ours in the meantime,
 * and then none is put in a second time; whoever has put the original back gets a wrapper again.
 */
export class Patches {
  readonly #patches: readonly Patch[];
  readonly #originals = new Map<Patch, unknown>();

  constructor(patches: readonly Patch[]) {
    this.#patches = patches;
  }

  install(): void {
    for (const patch of this.#patches) {
      const present = Object.getOwnPropertyDescriptor(patch.target, patch.key);
      if (this.#originals.has(patch) && this.#originals.get(patch) !== present?.value) continue;
      if (present === undefined || typeof present.value !== "function" || present.configurable !== true) continue;
      const wrapper = patch.wrap(present.value);
      copyProperties(present.value, wrapper);
      Object.defineProperty(patch.target, patch.key, { ...present, value: wrapper });
      this.#originals.set(patch, present.value);
    }
  }
}

/** Name, length and what else hangs on the function (`util.promisify.custom` of the timers). */
function copyProperties(from: object, to: object): void {
  for (const key of Reflect.ownKeys(from)) {
    if (key === "prototype") continue;
    const descriptor = Object.getOwnPropertyDescriptor(from, key);
    if (descriptor !== undefined) Object.defineProperty(to, key, descriptor);
  }
}
