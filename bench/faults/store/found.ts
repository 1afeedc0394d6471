/** What a store holds after everything, read past the collector. */
export interface Found {
  /** Spans by trace id, of days whose rows are kept. */
  readonly spans: ReadonlyMap<string, number>;
  /** Requests by UTC day (milliseconds of its begin), of days whose rows are gone. */
  readonly requestsOfGoneDays: ReadonlyMap<number, number>;
  /** Files that are not whole, and counts that do not add up. Empty when all is well. */
  readonly faults: readonly string[];
}

/** A store the bench can look into while no collector uses it. */
export interface StoreUnderTest {
  readonly name: string;
  /** More flags of the collector that uses it. */
  readonly flags: Readonly<Record<string, string>>;
  find(data: string): Found;
  /** Makes the files what an earlier release would have left, so that opening them has to bring them up. */
  age(data: string): void;
}
