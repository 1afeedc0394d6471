import type { Random } from "./random.ts";

/** Something that reads what strangers write. */
export interface Target {
  /** Inputs to begin with: what is normally read. */
  readonly seeds: () => readonly Buffer[];
  /** Pieces that mean something in this language, for mutations. */
  readonly words: readonly string[];
  /** A fresh input by the language's grammar. */
  readonly make?: (random: Random) => Buffer;
  /**
   * Reads an input and tells what became of it, in a word or two: inputs with a new outcome are kept to make others of.
   * Whatever it throws is a defect; refusals that are meant are outcomes.
   */
  readonly run: (input: Buffer) => string | Promise<string>;
  /** Milliseconds of processor time one input may take. */
  readonly slow: number;
  /** Bytes above which inputs are no longer grown. Default 64 KiB. */
  readonly maxBytes?: number;
}
