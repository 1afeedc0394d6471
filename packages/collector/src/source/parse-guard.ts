import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type ParseOutcome, parseFile } from "./analysis/syntax/parsed-file.ts";

/** Texts that ended a process; a list longer than this means an attack, and its oldest lines no longer matter. */
const MAX_KNOWN = 1_000;

/**
 * Keeps a text that ends the process from ending the next one. The parser is native code: source nested deeply enough
 * overflows its stack, and no `catch` sees that. The hash of the text being parsed therefore stands in a file while it
 * is parsed; what still stands there when a process starts is never parsed again.
 */
export class ParseGuard {
  readonly #current: string;
  readonly #list: string;
  readonly #deadly: Set<string>;

  /** @param folder where the hashes are kept; survives the process */
  constructor(folder: string) {
    this.#current = join(folder, "parsing");
    this.#list = join(folder, "unparsable");
    this.#deadly = new Set(lines(this.#list));
    const [left] = lines(this.#current);
    if (left === undefined) return;
    this.#deadly.add(left);
    writeFileSync(this.#list, [...this.#deadly].slice(-MAX_KNOWN).join("\n"));
    rmSync(this.#current, { force: true });
  }

  readonly parse = (path: string, source: { readonly hash: string; readonly text: string }): ParseOutcome => {
    if (this.#deadly.has(source.hash)) return { ok: false, reason: "source.breaks-parser" };
    writeFileSync(this.#current, source.hash);
    try {
      return parseFile(path, source);
    } finally {
      rmSync(this.#current, { force: true });
    }
  };
}

function lines(path: string): string[] {
  try {
    return readFileSync(path, "utf8")
      .split("\n")
      .filter((line) => line !== "");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw cause;
  }
}
