import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addTo, bucketOf, quantile } from "../../packages/core/src/index.ts";
import { ClickHouseStore } from "../../packages/collector/src/store/clickhouse/clickhouse-store.ts";
import { storeContract } from "../../packages/collector/src/store/contract.ts";
import { ChdbEngine } from "./chdb-engine.ts";

const engine = new ChdbEngine();
let databases = 0;

beforeAll(() => engine.open());
afterAll(() => engine.close());

describe("a current ClickHouse in process", () => {
  storeContract(
    it,
    async () => {
      databases += 1;
      const database = `weir_${databases}`;
      const open = (): ClickHouseStore => new ClickHouseStore({ clients: [engine.client()], database });
      let store = open();
      return {
        store,
        reopen: async () => {
          await store.close();
          store = open();
          await store.migrate();
          return store;
        },
        remove: async () => {
          await store.close();
          const client = engine.client();
          await client.command({ query: `DROP DATABASE IF EXISTS ${database}` });
          await client.close();
        },
      };
    },
    { seeds: [1, 2] },
  );

  it("finishes quantiles as the engine's own sketch does", async () => {
    const client = engine.client();
    const values = Array.from({ length: 4_000 }, (_, at) => 2 + Math.floor(1.004 ** at));
    const query = `SELECT quantilesDD(0.01, 0.5, 0.95, 0.99)(v) FROM (SELECT arrayJoin([${values.join(", ")}]) AS v)`;
    const answer = await client.query({ query, format: "JSONCompact" });
    const [[theirs] = []] = (await answer.json<readonly [readonly number[]]>()).data;
    await client.close();
    const sketch = new Map<number, number>();
    for (const value of values) addTo(sketch, bucketOf(value));
    for (const [at, q] of [0.5, 0.95, 0.99].entries()) {
      expect(quantile(sketch, q) / (theirs?.[at] ?? 0)).toBeCloseTo(1, 9);
    }
  });
});
