import { untrack } from "svelte";
import { answers } from "../api/client.ts";
import type { Failure } from "../api/failure.ts";
import { live } from "../live/live.svelte.ts";
import type { Topic } from "../live/topics.ts";
import { reconcile } from "./reconcile.ts";

/** How to ask for a list, one window of rows after the other. */
export interface ListQuestion<Row> {
  /** Address of the window at a cursor; changes when the filters do. */
  address(cursor: string | undefined): string;
  rows(body: unknown): readonly Row[];
  cursor(body: unknown): string | undefined;
  /** Rows there are in all. */
  total(body: unknown): number;
  keyOf(row: Row): string;
}

/** Windows asked for again when the list grows stale: what lies further down waits until the reader applies or scrolls. */
const MOST_REFRESHED = 5;

/** A live list: numbers change in place, the order waits until it is applied. */
export class Windows<Row> {
  #rows = $state.raw<readonly Row[]>([]);
  #fresh: readonly Row[] = [];
  #cursor: string | undefined = $state();
  #loaded = 1;
  /** Questions asked, and which of them is shown. */
  #asked = 0;
  #shown = 0;
  #leaving = new AbortController();
  waiting = $state(0);
  failure = $state.raw<Failure>();
  loading = $state(true);
  total = $state(0);
  answered = $state(false);
  /** The rows answer an earlier question. */
  stale = $state(false);
  readonly #question: ListQuestion<Row>;

  /** Call while a component is set up. */
  constructor(question: ListQuestion<Row>, topics: readonly Topic[]) {
    this.#question = question;
    // Derived, so that only another address starts over, not whatever else it was made from.
    const first = $derived(question.address(undefined));
    $effect(() => {
      const address = first;
      untrack(() => void this.#restart(address));
      return () => this.#leaving.abort();
    });
    $effect(() => live.onStale(topics, () => void this.#refresh(false)));
  }

  get rows(): readonly Row[] {
    return this.#rows;
  }

  get more(): boolean {
    return this.#cursor !== undefined;
  }

  /** Puts the rows in the order the collector gives them now. */
  apply(): void {
    this.#rows = this.#fresh;
    this.waiting = 0;
  }

  refresh(): void {
    void this.#refresh(true);
  }

  /** Loads the next window, if there is one and none is on its way. */
  async next(): Promise<void> {
    if (this.#cursor === undefined || this.loading) return;
    this.loading = true;
    const answer = await answers.ask<unknown>(this.#question.address(this.#cursor), this.#leaving.signal);
    this.loading = false;
    this.failure = answer.ok ? undefined : answer.failure;
    if (!answer.ok) return;
    const known = new Set(this.#rows.map((row) => this.#question.keyOf(row)));
    const came = this.#question.rows(answer.body).filter((row) => !known.has(this.#question.keyOf(row)));
    this.#rows = [...this.#rows, ...came];
    this.#fresh = [...this.#fresh, ...came];
    this.#cursor = this.#question.cursor(answer.body);
    this.#loaded += 1;
  }

  async #restart(address: string): Promise<void> {
    this.#leaving.abort();
    this.#leaving = new AbortController();
    this.#loaded = 1;
    this.stale = true;
    const kept = answers.peek(address);
    if (kept !== undefined) {
      this.total = this.#question.total(kept);
      this.#take(this.#question.rows(kept), this.#question.cursor(kept), true);
    }
    await this.#refresh(true, kept === undefined ? "soon" : "new");
  }

  /** `soon`: what the collector has at hand will do; whoever starts to listen for updates asks for everything anew. */
  async #refresh(replace: boolean, wanted: "new" | "soon" = "new"): Promise<void> {
    const { signal } = this.#leaving;
    const turn = (this.#asked += 1);
    this.loading = true;
    const rows: Row[] = [];
    let cursor: string | undefined;
    for (let window = 0; window < Math.min(this.#loaded, MOST_REFRESHED); window += 1) {
      const answer = await answers.ask<unknown>(this.#question.address(cursor), signal, wanted);
      // What was asked for later has come earlier: it is newer.
      if (signal.aborted || turn < this.#shown) return;
      if (!answer.ok) {
        this.failure = answer.failure;
        this.loading = false;
        this.stale = false;
        return;
      }
      rows.push(...this.#question.rows(answer.body));
      this.total = this.#question.total(answer.body);
      cursor = this.#question.cursor(answer.body);
      if (cursor === undefined) break;
    }
    this.#shown = turn;
    this.failure = undefined;
    this.loading = false;
    this.#take(rows, cursor, replace);
  }

  #take(fresh: readonly Row[], cursor: string | undefined, replace: boolean): void {
    this.stale = false;
    // Below the windows asked for again, rows stay as they were.
    const below = this.#loaded > MOST_REFRESHED && !replace ? this.#rows.slice(fresh.length) : [];
    this.#fresh = [...fresh, ...below];
    if (replace || !this.answered || this.#rows.length === 0) {
      this.apply();
      this.#cursor = cursor;
    } else {
      const merged = reconcile(this.#rows, this.#fresh, (row) => this.#question.keyOf(row));
      this.#rows = merged.rows;
      this.waiting = merged.waiting;
      if (below.length === 0) this.#cursor = cursor;
    }
    this.answered = true;
  }
}
