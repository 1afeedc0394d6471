/** A pattern that is not done by then is given up. Milliseconds. */
const LIMIT = 1_000;

/** Rows a pattern matches, by their place; or why there are none. */
type Found = ReadonlySet<number> | "invalid" | "endless" | undefined;

/**
 * Looks for a pattern in lines of text beside the page: a pattern may come from a link, and some never come to an end.
 * Call while a component is set up.
 */
export class PatternSearch {
  #found = $state.raw<Found>();
  #worker: Worker | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(question: () => { readonly pattern: string; readonly lines: string } | undefined) {
    $effect(() => {
      const asked = question();
      if (asked === undefined) this.#found = undefined;
      else this.#ask(asked);
      return () => clearTimeout(this.#timer);
    });
    $effect(() => () => this.#end());
  }

  /** Nothing before the first answer. */
  get found(): Found {
    return this.#found;
  }

  #ask(question: { readonly pattern: string; readonly lines: string }): void {
    // What an earlier question is still busy with is of no use any more.
    if (this.#timer !== undefined) this.#end();
    this.#worker ??= this.#begin();
    this.#timer = setTimeout(() => {
      this.#end();
      this.#found = "endless";
    }, LIMIT);
    this.#worker.postMessage(question, []);
  }

  #begin(): Worker {
    const worker = new Worker(new URL("./pattern.worker.ts", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }: MessageEvent<readonly number[] | undefined>) => {
      this.#rest();
      this.#found = data === undefined ? "invalid" : new Set(data);
    });
    return worker;
  }

  #rest(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #end(): void {
    this.#rest();
    this.#worker?.terminate();
    this.#worker = undefined;
  }
}
