import { DAY_MS, HOUR_MS } from "../day.ts";
import type { Batch, CounterRow, HitRow, RequestRow, Window } from "../port.ts";
import { batch, counter, document, hexId, hit, NOON, request, trace } from "../testing.ts";

/** Traffic drawn from a seed: the same seed gives the same batches on every machine. */
export class RandomBatches {
  #state: number;
  #sequence = 0;

  constructor(seed: number) {
    this.#state = seed;
  }

  chance(probability: number): boolean {
    return this.#next() < probability;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.#below(items.length)];
    if (item === undefined) throw new RangeError("nothing to pick from");
    return item;
  }

  window(): Window {
    const from = NOON - DAY_MS + Math.floor(this.#next() * 2 * DAY_MS);
    return { from, to: from + Math.floor(this.#next() * 30 * HOUR_MS) };
  }

  /** New rows, and some of earlier batches taken back. */
  batch(earlier: readonly Batch[]): Batch {
    this.#sequence += 1;
    const requests: RequestRow[] = this.#times(40, () => this.#request());
    const hits: HitRow[] = this.#times(20, () => this.#hit());
    const counters: CounterRow[] = this.#times(60, () => this.#counter());
    for (const past of earlier.slice(-3)) {
      for (const row of past.requests) if (row.sign === 1 && this.chance(0.1)) requests.push({ ...row, sign: -1 });
      for (const row of past.hits) if (row.sign === 1 && this.chance(0.1)) hits.push({ ...row, sign: -1 });
      for (const row of past.counters) if (row.sign === 1 && this.chance(0.1)) counters.push({ ...row, sign: -1 });
    }
    const documents = this.#times(8, () =>
      document({
        ...this.#where(),
        kind: this.pick(["pair", "shape", "finding"]),
        key: this.#key(),
        body: `${this.#below(100)}`,
      }),
    );
    const traces = this.#times(8, () =>
      trace({
        ...this.#where(),
        traceId: hexId(this.#below(30), 32),
        duration: this.#below(900_000),
        saved: this.#below(90_000),
        fingerprints: this.chance(0.5) ? [`f${this.#below(3)}`] : [],
        view: new Uint8Array([this.#below(256)]),
      }),
    );
    return batch(`collector-${this.#sequence}`, { requests, hits, counters, documents, traces });
  }

  #request(): RequestRow {
    const savedLow = this.chance(0.5) ? 0 : this.#below(300_000);
    return request({
      ...this.#where(),
      duration: Math.floor(1.0001 ** this.#below(150_000)),
      savedLow,
      savedHigh: savedLow + this.#below(50_000),
      error: this.chance(0.1),
    });
  }

  #hit(): HitRow {
    return hit({
      ...this.#where(),
      fingerprint: `f${this.#below(3)}`,
      savedLow: this.#below(300_000),
      duration: this.#below(900_000),
    });
  }

  #counter(): CounterRow {
    return counter({
      ...this.#where(),
      kind: this.pick(["pair", "shape"]),
      key: this.#key(),
      field: this.pick(["n", "data.absent", "order.write"]),
      count: 1 + this.#below(5),
    });
  }

  #where(): { ts: number; service: string; env: string; version: string; routeKey: string } {
    const day = this.pick([-DAY_MS, 0, 0, DAY_MS]);
    const nearMidnight = this.chance(0.1) ? 12 * HOUR_MS - 50 : 0;
    return {
      ts: NOON + day + nearMidnight + Math.floor((this.#next() - 0.5) * (nearMidnight > 0 ? 200 : 20 * HOUR_MS)),
      service: this.pick(["shop", "shop", "admin"]),
      env: this.pick(["staging", "production"]),
      version: this.pick(["v1", "v2", ""]),
      routeKey: `GET /r${this.#below(4)}`,
    };
  }

  #key(): string {
    return `k${this.#below(4)}`;
  }

  #times<T>(most: number, make: () => T): T[] {
    return Array.from({ length: this.#below(most + 1) }, make);
  }

  #below(bound: number): number {
    return Math.floor(this.#next() * bound);
  }

  /** Mulberry32: small, seedable, good enough to scatter test rows. */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
}
