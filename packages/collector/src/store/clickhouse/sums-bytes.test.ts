import { encodeSketch } from "@weir/core";
import { describe, expect, it } from "vitest";
import type { EncodedSums } from "../aggregate.ts";
import type { Server } from "./servers.ts";
import { MAX_SUMS_BYTES, SettledTable } from "./settled-table.ts";
import { decodeSums, encodeSums } from "./sums-bytes.ts";

const ID = "0123456789ABCDEF0123456789ABCDEF";
const sum = (requests: number, sketch: Uint8Array = encodeSketch(new Map([[7, requests]]))): EncodedSums => ({
  requests,
  errors: -1,
  firstSeen: 1_795_000_000_123,
  lastSeen: 1_795_000_009_456,
  duration: sketch,
  savedLow: new Uint8Array(),
  savedHigh: encodeSketch(new Map([[0, 3]])),
});
const plain = (sums: EncodedSums): object => ({
  ...sums,
  duration: [...sums.duration],
  savedLow: [...sums.savedLow],
  savedHigh: [...sums.savedHigh],
});

describe("sums of many dimensions", () => {
  it("read back as they were written, also where everything was taken back", () => {
    const nothing = { ...sum(0), firstSeen: Infinity, lastSeen: -Infinity };
    const all = new Map([
      [ID, sum(2 ** 40)],
      [ID.replace("0", "F"), nothing],
    ]);
    const read = decodeSums(Buffer.from(encodeSums(all)));
    expect([...(read ?? [])].map(([hex, one]) => [hex, plain(one)])).toEqual(
      [...all].map(([hex, one]) => [hex, plain(one)]),
    );
    expect(decodeSums(Buffer.from(encodeSums(new Map())))).toEqual(new Map());
  });

  it("are nothing in a form of later versions, and damage where they end too early", () => {
    const bytes = Buffer.from(encodeSums(new Map([[ID, sum(1)]])));
    expect(decodeSums(Buffer.concat([Buffer.of(2), bytes.subarray(1)]))).toBeUndefined();
    for (const length of [bytes.length - 1, 20]) {
      expect(() => decodeSums(bytes.subarray(0, length))).toThrow(RangeError);
    }
  });

  it("are written down up to a bound; what is larger is counted", async () => {
    const written: number[] = [];
    const server = {
      insert: async (_table: string, _columns: unknown, rows: readonly unknown[]) => void written.push(rows.length),
    };
    const table = new SettledTable({ database: "weir", cluster: undefined, dedupesAlone: true });
    const stretch = { day: "20261121", from: 0, to: 1 };
    const sized = (bytes: number) => ({
      stretch,
      stamp: "1 1",
      sums: new Map([[ID, { ...sum(1), duration: new Uint8Array(bytes) }]]),
    });
    const head = encodeSums(sized(0).sums).length;
    const write = (bytes: number) => table.write(server as unknown as Server, 1, [sized(bytes)]);
    await write(MAX_SUMS_BYTES - head);
    await write(MAX_SUMS_BYTES - head + 1);
    expect([written, table.tooLarge]).toEqual([[1, 0], 1]);
  });
});
