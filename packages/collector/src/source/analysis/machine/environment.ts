import { nextSerial } from "./objects.ts";
import type { Cell, Value } from "./value.ts";

/** A binding whose value is found when first asked for: an import. */
interface LazyCell {
  readonly resolve: () => Value;
}

/** Variables of one scope, and the scope around it. */
export class Environment {
  readonly #parent: Environment | undefined;
  readonly #cells = new Map<string, Cell>();
  readonly #lazy = new Map<string, LazyCell>();
  readonly #serial = nextSerial();

  constructor(parent?: Environment) {
    this.#parent = parent;
  }

  declare(name: string, value: Value): Cell {
    const cell = { value, serial: this.#serial };
    this.#cells.set(name, cell);
    return cell;
  }

  declareLazy(name: string, resolve: () => Value): void {
    this.#lazy.set(name, { resolve });
  }

  own(name: string): Cell | undefined {
    const cell = this.#cells.get(name);
    if (cell !== undefined) return cell;
    const lazy = this.#lazy.get(name);
    if (lazy === undefined) return undefined;
    this.#lazy.delete(name);
    return this.declare(name, lazy.resolve());
  }

  find(name: string): Cell | undefined {
    return this.own(name) ?? this.#parent?.find(name);
  }
}
