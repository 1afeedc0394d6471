/** One function of a shared object that is wrapped for a while. */
export interface Patch {
  readonly target: object;
  readonly key: string;
  wrap(original: unknown): (...args: never[]) => unknown;
}

interface Installed {
  readonly patch: Patch;
  readonly original: PropertyDescriptor;
  readonly wrapper: unknown;
}

/**
 * Puts wrappers in and takes them out again. Somebody may have wrapped ours in the meantime: then it stays where it is
 * (wrappers pass through while no root is sampled) and is not put in a second time.
 */
export class Patches {
  readonly #patches: readonly Patch[];
  readonly #installed = new Map<Patch, Installed>();

  constructor(patches: readonly Patch[]) {
    this.#patches = patches;
  }

  install(): void {
    for (const patch of this.#patches) {
      const original = Object.getOwnPropertyDescriptor(patch.target, patch.key);
      const installed = this.#installed.get(patch);
      if (installed !== undefined && installed.original.value !== original?.value) continue;
      if (original === undefined || typeof original.value !== "function" || original.configurable !== true) continue;
      const wrapper = patch.wrap(original.value);
      copyProperties(original.value, wrapper);
      Object.defineProperty(patch.target, patch.key, { ...original, value: wrapper });
      this.#installed.set(patch, { patch, original, wrapper });
    }
  }

  restore(): void {
    for (const { patch, original, wrapper } of this.#installed.values()) {
      const current = Object.getOwnPropertyDescriptor(patch.target, patch.key);
      if (current?.value !== wrapper) continue;
      Object.defineProperty(patch.target, patch.key, original);
      this.#installed.delete(patch);
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
