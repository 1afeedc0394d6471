import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LocalReceiver } from "../testing/local-receiver.ts";
import { guardedSend } from "./guarded-request.ts";

let place: LocalReceiver;
let url: string;

beforeEach(async () => {
  place = new LocalReceiver(() => ({ status: 200, text: "ok" }));
  url = await place.start();
});

afterEach(() => place.stop());

const post = (to: string) => ({ method: "POST", url: to, body: "{}", timeoutMs: 5_000 }) as const;
const LOOPBACK = ["127.0.0.0/8"];

describe("a request to a receiver", () => {
  it("goes out where its address is listed", async () => {
    expect(await guardedSend(LOOPBACK)(post(url))).toEqual({ kind: "answer", status: 200, text: "ok" });
  });

  it("does not go to this machine, a private network or a metadata service", async () => {
    const blocked = { kind: "failure", reason: "failure.blocked" };
    expect(await guardedSend([])(post(url))).toEqual(blocked);
    for (const target of [
      "http://169.254.169.254/latest",
      "http://[fe80::1]/",
      "http://0/",
      "http://2130706433/",
      "http://0x7f.1/",
      "http://[::ffff:127.0.0.1]/",
    ])
      expect(await guardedSend([])(post(target)), target).toEqual(blocked);
    expect(place.all).toEqual([]);
  });

  it("is refused when any address of its name is, and goes to the address that was judged", async () => {
    const { port } = new URL(url);
    const target = `http://hooks.test:${port}/x`;
    const names = [
      [{ address: "127.0.0.1", family: 4 }],
      [
        { address: "127.0.0.1", family: 4 },
        { address: "169.254.169.254", family: 4 },
      ],
    ] as const;
    let asked = 0;
    // The second answer is another one: a name that changes between judging and connecting.
    const send = guardedSend(LOOPBACK, async () => names[Math.min(asked++, 1)] ?? []);
    expect(await send(post(target))).toMatchObject({ status: 200 });
    expect(asked).toBe(1);
    expect(place.all[0]?.headers.host).toBe(`hooks.test:${port}`);
    expect(await send(post(target))).toEqual({ kind: "failure", reason: "failure.blocked" });
  });

  it("does not follow redirects", async () => {
    place.order({ status: 302, headers: { location: `${url}/elsewhere` } });
    expect(await guardedSend(LOOPBACK)(post(url))).toMatchObject({ kind: "answer", status: 302 });
    expect(place.all).toHaveLength(1);
  });

  it("gives up on a place that stalls, a name that does not resolve, a port that is closed", async () => {
    place.order("stall");
    expect(await guardedSend(LOOPBACK)({ ...post(url), timeoutMs: 50 })).toEqual({
      kind: "failure",
      reason: "failure.timeout",
    });
    const nowhere = guardedSend(LOOPBACK, () => Promise.reject(new Error("ENOTFOUND")));
    expect(await nowhere(post("http://nowhere.test/"))).toEqual({ kind: "failure", reason: "failure.dns" });
    const never = guardedSend(LOOPBACK, () => new Promise(() => undefined));
    expect(await never({ ...post("http://slow.test/"), timeoutMs: 50 })).toEqual({
      kind: "failure",
      reason: "failure.timeout",
    });
    await place.stop();
    expect(await guardedSend(LOOPBACK)(post(url))).toEqual({ kind: "failure", reason: "failure.network" });
    await place.start();
  });

  it("reads no more of an answer than it keeps", async () => {
    place.order({ status: 500, text: "x".repeat(1_000_000), headers: { "retry-after": "7" } });
    const answer = await guardedSend(LOOPBACK)(post(url));
    expect(answer).toMatchObject({ status: 500, retryAfter: "7" });
    expect(answer.kind === "answer" ? answer.text.length : Infinity).toBeLessThanOrEqual(256 * 1024);
  });
});
