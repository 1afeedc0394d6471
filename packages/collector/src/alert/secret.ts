import { inspect } from "node:util";

/** A value that no log, answer or page may show: whatever prints it, prints dots. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself, at the one place where it is used. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return "…";
  }

  toJSON(): string {
    return "…";
  }
}

// What `console.log` and the like print; as a member of the class its computed name would have no declared type.
Object.defineProperty(Secret.prototype, inspect.custom, { value: (): string => "Secret(…)" });
