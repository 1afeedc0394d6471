import type { Dice } from "./dice.ts";

/** What a piece of a random program may name. Every object has the shape of an answer (see `answer.ts`). */
export interface Scope {
  readonly dice: Dice;
  readonly objects: readonly string[];
  /** Lists of such objects. */
  readonly lists: readonly string[];
  readonly texts: readonly string[];
  /** Variables that may be assigned; each holds an object. */
  readonly variables: readonly string[];
  /** Makes the text of a call that gives a promise of an object, of two arguments: a text and an object. */
  readonly calls: readonly ((text: string, object: string) => string)[];
  /** Promises of objects that were not awaited yet. */
  readonly promises: readonly string[];
  /** Statements within statements that are still allowed. */
  readonly depth: number;
  readonly inLoop: boolean;
  /** Mostly one awaited call after the other, of simple arguments: code a patch can be written for. */
  readonly plain: boolean;
  /** Failings that are caught, things that run later, and objects with a will of their own. */
  readonly wild: boolean;
  readonly names: Names;
}

/** Hands out names and the paths of requests; none comes twice. */
export class Names {
  #count = 0;

  fresh(prefix: string): string {
    this.#count += 1;
    return `${prefix}${this.#count}`;
  }
}

export function within(scope: Scope, more: Partial<Scope> = {}): Scope {
  return { ...scope, ...more };
}

export function withObject(scope: Scope, name: string): Scope {
  return { ...scope, objects: [...scope.objects, name] };
}
