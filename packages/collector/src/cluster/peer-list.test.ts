import { describe, expect, it } from "vitest";
import { namedPeers } from "./peer-list.ts";
import { ResolvedPeers } from "./resolved-peers.ts";

describe("namedPeers", () => {
  it("finds itself however the address is written", () => {
    const list = namedPeers(["http://b:4318/", "http://A:4318"], "http://a:4318");
    expect(list.homes.peers[list.self]).toBe("http://a:4318");
  });

  it("does not start where it would be nobody's peer", () => {
    expect(() => namedPeers(["http://a:4318"], "http://b:4318")).toThrow(
      expect.objectContaining({ code: "WEIR_SELF_NOT_A_PEER" }),
    );
  });
});

describe("ResolvedPeers", () => {
  const changes: number[] = [];
  const failures: unknown[] = [];
  let answer: () => Promise<readonly string[]> = async () => [];
  const list = new ResolvedPeers({
    name: "dns://weir:4318",
    self: "http://10.0.0.2:4318",
    resolve: () => answer(),
    onChange: (peers) => changes.push(peers),
    onFailure: (error) => failures.push(error),
  });

  it("follows the addresses of a name, and keeps the last ones when there is no answer", async () => {
    await list.look();
    expect([list.self, changes]).toEqual([-1, []]);
    answer = async () => ["10.0.0.3", "10.0.0.2", "fd00::1"];
    await list.look();
    await list.look();
    expect(list.homes.peers).toEqual(["http://10.0.0.2:4318", "http://10.0.0.3:4318", "http://[fd00::1]:4318"]);
    expect([list.self, changes]).toEqual([0, [3]]);
    answer = () => Promise.reject(new Error("no answer"));
    await list.look();
    answer = async () => [];
    await list.look();
    expect([list.homes.peers.length, failures.length]).toEqual([3, 1]);
  });
});
