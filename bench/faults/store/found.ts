import type { Deaths } from "../kill/point.ts";

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
  readonly deaths: Deaths;
  /** What it holds is gone when the bench ends, so that a run cannot be taken up again. */
  readonly isPassing: boolean;
  /** Starts what it runs on besides the collector. */
  open(): Promise<void>;
  close(): Promise<void>;
  /** More flags of the collector that uses it for the data folder of this name. */
  flags(data: string): Readonly<Record<string, string>>;
  find(data: string): Promise<Found>;
  /** Makes the files what an earlier release would have left, so that opening them has to bring them up. */
  readonly age?: (data: string) => void;
  /** Kills what it runs on, and starts it again. The number says which, where there are several. */
  readonly restart?: (number: number) => Promise<void>;
}
