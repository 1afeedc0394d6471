import { appendFileSync, existsSync, readFileSync } from "node:fs";

/** A trace that was sent, or will be sent again. */
export interface Sent {
  readonly number: number;
  /** The collector's time when it was made. Milliseconds. */
  readonly at: number;
  /** Of the version that has the needless wait, for traces that are to lead to an alert. */
  readonly version?: number;
}

type Line = Sent | { readonly taken: number };

/**
 * What the sender knows, on disk before it acts on it: which traces it has sent, and which were acknowledged.
 * A run that was broken off goes on from here.
 */
export class Ledger {
  readonly #path: string;
  readonly #sent = new Map<number, Sent>();
  readonly #taken = new Set<number>();

  constructor(path: string) {
    this.#path = path;
    if (!existsSync(path)) return;
    const lines = readFileSync(path, "utf8").split("\n");
    // The last line may be torn: what it says was not acted on.
    lines.pop();
    for (const line of lines) this.#apply(JSON.parse(line) as Line);
  }

  get next(): number {
    return this.#sent.size;
  }

  get sent(): readonly Sent[] {
    return [...this.#sent.values()];
  }

  get pending(): readonly Sent[] {
    return this.sent.filter(({ number }) => !this.#taken.has(number));
  }

  send(sent: Sent): void {
    this.#write(sent);
  }

  /** It was answered 200. */
  take(number: number): void {
    this.#write({ taken: number });
  }

  #write(line: Line): void {
    appendFileSync(this.#path, `${JSON.stringify(line)}\n`);
    this.#apply(line);
  }

  #apply(line: Line): void {
    if ("taken" in line) this.#taken.add(line.taken);
    else this.#sent.set(line.number, line);
  }
}
