/**
 * Counts per log bucket. Relative accuracy 1 %; the mapping is DDSketch's (Masson, Rim, Lee, VLDB'19), equal to that of
 * ClickHouse's `quantilesDD(0.01, …)`. Counts are signed so that a correction can take a value back.
 */
export type Sketch = ReadonlyMap<number, number>;
