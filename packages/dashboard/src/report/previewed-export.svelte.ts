import type { Contents } from "./contents.ts";
import { contentsOf } from "./contents.ts";

/** A file that is about to be saved, and what it will tell. */
export interface Pending {
  readonly name: string;
  readonly contents: Contents;
  readonly save: () => void;
}

/** Shows what a file will hold before it is saved. `pending` is what the page's dialog is about. */
export class PreviewedExport {
  #pending = $state.raw<Pending>();

  get pending(): Pending | undefined {
    return this.#pending;
  }

  offer(name: string, answers: unknown, save: () => void): void {
    this.#pending = { name, contents: contentsOf(answers), save };
  }

  close(): void {
    this.#pending = undefined;
  }
}
