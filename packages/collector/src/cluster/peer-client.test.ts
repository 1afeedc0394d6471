import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { PEER_CLIENT, PeerClient } from "./peer-client.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

type Answer = readonly [status: number, body: string, headers?: Record<string, string>];

/** A peer that answers when it is told to. */
async function openPeer(answer: () => Promise<Answer>): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    void answer().then(([status, body, headers = {}]) => response.writeHead(status, headers).end(body));
  });
  servers.push(server);
  await once(server.listen(0, "127.0.0.1"), "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const PART = Buffer.from("part");
const client = (options: Partial<typeof PEER_CLIENT> = {}): PeerClient =>
  new PeerClient({ ...PEER_CLIENT, token: undefined, ...options });

describe("PeerClient", () => {
  it.each<[string, Answer, object]>([
    ["taken", [200, '{"rejectedSpans":0,"errorMessage":""}'], { state: "taken", partial: undefined }],
    [
      "taken with advice",
      [200, '{"rejectedSpans":2,"errorMessage":"two"}'],
      { state: "taken", partial: { rejectedSpans: 2, errorMessage: "two" } },
    ],
    ["full", [503, "", { "retry-after": "7" }], { state: "later", why: "full", retryAfter: 7 }],
    ["too many at once", [429, "{}"], { state: "later", why: "full" }],
    ["a stranger's token", [401, "{}"], { state: "later", why: "stranger" }],
    ["another program's page", [200, "<html>"], { state: "later", why: "odd" }],
    ["another program's answer", [200, "[]"], { state: "later", why: "odd" }],
    ["a proxy's failure", [502, "{}"], { state: "later", why: "odd" }],
    ["unreadable", [400, "{}"], { state: "refused", error: { status: 400 } }],
  ])("understands: %s", async (_what, answer, outcome) => {
    const peer = await openPeer(async () => answer);
    expect(await client().send(peer, PART, "protobuf")).toMatchObject(outcome);
  });

  it("does not wait longer than it may for a peer that hangs", async () => {
    const peer = await openPeer(() => new Promise(() => undefined));
    const outcome = await client({ timeoutMs: 20 }).send(peer, PART, "protobuf");
    expect(outcome).toMatchObject({ state: "later", why: "away" });
  });

  it("does not ask a peer again at once that could not take a part", async () => {
    let asked = 0;
    let now = 0;
    const answers: Answer[] = [
      [503, "", { "retry-after": "7" }],
      [200, '{"rejectedSpans":0,"errorMessage":""}'],
    ];
    const peer = await openPeer(async () => answers[asked++] ?? [500, ""]);
    const patient = client({ pauseMs: 200, clock: () => now });
    const full = { state: "later", why: "full", retryAfter: 7 };
    expect(await patient.send(peer, PART, "protobuf")).toEqual(full);
    now = 199;
    expect(await patient.send(peer, PART, "protobuf")).toEqual(full);
    expect(asked).toBe(1);
    now = 200;
    expect(await patient.send(peer, PART, "protobuf")).toMatchObject({ state: "taken" });
  });

  it("has so many parts and bytes on the way to a peer, and no more; none waits", async () => {
    let letGo: (answer: Answer) => void = () => undefined;
    const taken = new Promise<Answer>((resolve) => (letGo = resolve));
    const peer = await openPeer(() => taken);
    const few = client({ maxParts: 2, maxBytes: 100 });
    const sending = [few.send(peer, PART, "protobuf"), few.send(peer, PART, "protobuf")];
    expect(few.bytes).toBe(2 * PART.length);
    expect(await few.send(peer, PART, "protobuf")).toMatchObject({ state: "later", why: "busy" });
    letGo([200, '{"rejectedSpans":0,"errorMessage":""}']);
    expect(await Promise.all(sending)).toMatchObject([{ state: "taken" }, { state: "taken" }]);
    expect(few.bytes).toBe(0);
    const large = Buffer.alloc(101);
    expect(await few.send(peer, large, "protobuf")).toMatchObject({ state: "taken" });
    const both = [few.send(peer, PART, "protobuf"), few.send(peer, large, "protobuf")];
    expect((await Promise.all(both)).map(({ state }) => state)).toEqual(["taken", "later"]);
  });
});
