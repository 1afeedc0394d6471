/**
 * Rows in order of arrival, at most `bound` of them: the oldest go first and are counted.
 * Removal is amortised, so the log may hold up to an eighth more for a while.
 */
export class RowLog<Row> {
  readonly #bound: number;
  #rows: Row[] = [];
  #dropped = 0;

  constructor(bound: number) {
    this.#bound = bound;
  }

  get rows(): readonly Row[] {
    return this.#rows;
  }

  get dropped(): number {
    return this.#dropped;
  }

  add(rows: readonly Row[]): void {
    for (const row of rows) this.#rows.push(row);
    if (this.#rows.length <= this.#bound * 1.125) return;
    const over = this.#rows.length - this.#bound;
    this.#rows = this.#rows.slice(over);
    this.#dropped += over;
  }

  keep(test: (row: Row) => boolean): void {
    this.#rows = this.#rows.filter(test);
  }
}
