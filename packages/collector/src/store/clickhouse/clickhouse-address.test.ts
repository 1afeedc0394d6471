import { describe, expect, it } from "vitest";
import { readClickHouseAddress } from "./clickhouse-address.ts";

describe("the address of a ClickHouse store", () => {
  it("names servers, user, database and cluster", () => {
    expect(readClickHouseAddress("clickhouse://weir:p%40ss:word@one:9000,two,[::1]/shop?cluster=main")).toEqual({
      urls: ["http://one:9000", "http://two:8123", "http://[::1]:8123"],
      username: "weir",
      password: "p@ss:word",
      database: "shop",
      cluster: "main",
    });
  });

  it("needs no more than a host, and speaks TLS when it says so", () => {
    expect(readClickHouseAddress("clickhouses://db.example")).toEqual({
      urls: ["https://db.example:8443"],
      username: "default",
      password: "",
      database: "weir",
      cluster: undefined,
    });
  });

  it.each([
    "sqlite://here",
    "clickhouse://",
    "clickhouse://a b/",
    "clickhouse://host/one/two",
    "clickhouse://host/weir;DROP",
    "clickhouse://host/we`ir",
    "clickhouse://host/weir?cluster=a'b",
    "clickhouse://host/weir?cluster=",
    "clickhouse://host/weir?user=x",
    "clickhouse://us%er:secret@host/weir",
    "clickhouse://user:secret@/weir",
    `clickhouse://${Array.from({ length: 33 }, (_, at) => `h${at}`).join(",")}/weir`,
  ])("refuses %s without repeating it", (address) => {
    const read = (): unknown => readClickHouseAddress(address);
    expect(read).toThrow(expect.objectContaining({ code: "WEIR_STORE_ADDRESS" }));
    expect(read).not.toThrow(/secret|DROP/u);
  });
});
