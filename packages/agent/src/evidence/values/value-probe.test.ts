import { EVIDENCE, OPERATION } from "@weir/core/wire";
import { describe, expect, it } from "vitest";
import { MAX_POSITIONS, PositionHistory } from "./position-history.ts";
import { MAX_TEXT, RetainedTexts } from "./retained-texts.ts";
import { MAX_SLOTS } from "./slots.ts";
import { agentState } from "../../state.ts";
import { Traffic } from "./testing/traffic.ts";
import { valueProbe } from "./value-probe.ts";

const SECRETS = ["hunter2-9f8e7d", "ann.lee@shop.example", "4111111111111111", "7f6b1e9a-1111-4222-8333-444455556666"];

describe("call sites", () => {
  it("are told apart by the app's own frames, below a client of a package that is the same for all", () => {
    const traffic = new Traffic(valueProbe());
    const client = Array.from({ length: 6 }, (_, at) => `at client (/app/node_modules/undici/lib/c.js:${at}:1)`);
    const at = (line: number): string =>
      [...client, "at async Promise.all (index 0)", `at load (/app/src/load.js:${line}:3)`].join("\n");
    const runs = Array.from({ length: 5 }, (_, user) =>
      traffic.run({ url: "/", headers: { cookie: `sid=${user}` } }, [
        { url: "http://a/weather", site: at(1), answer: { plan: "trial" } },
        { url: "http://a/tariffs", site: at(2), answer: { city: "Oslo" } },
      ]),
    );
    for (const [, call] of runs.slice(3)) expect(call?.lines.map(({ from }) => from)).toEqual(["constant"]);
    expect(runs.flat().flatMap(({ facts }) => facts[OPERATION.leaves])).not.toContainEqual(
      expect.stringMatching(/missing/),
    );
  });
});

describe("what leaves the process", () => {
  it("holds no value of any request or response", () => {
    const traffic = new Traffic(valueProbe());
    const [password, mail, card, uuid] = SECRETS;
    const root = traffic.start({
      url: `/login/${uuid}?card=${card}`,
      headers: { cookie: `sid=${password}`, authorization: `Bearer ${uuid}` },
    });
    const first = traffic.call(root, {
      url: `http://a/${uuid}`,
      headers: { "x-mail": mail ?? "" },
      answer: { [mail ?? ""]: { [card ?? ""]: { [uuid ?? ""]: password } }, list: SECRETS },
      answerHeaders: { [`x-${uuid}`]: mail ?? "" },
    });
    const second = traffic.call(root, {
      url: `http://b/${password}?${encodeURIComponent(mail ?? "")}=${card}`,
      method: "POST",
      body: JSON.stringify({ [mail ?? ""]: password, ids: SECRETS, [uuid ?? ""]: card }),
    });
    const text = JSON.stringify([
      traffic.probe.facts(first),
      traffic.probe.facts(second),
      traffic.probe.rootFacts(root),
    ]).toLowerCase();
    for (const secret of SECRETS) {
      for (const part of [secret, ...secret.split(/[-@.]/).filter((piece) => piece.length > 4)]) {
        expect(text).not.toContain(part);
      }
    }
    expect(text).toContain("$.list[*]");
  });

  it("names fields that look like fields, and hashes those that could be values", () => {
    const traffic = new Traffic(valueProbe());
    const paths = ["user_id", "orderId", "item-code", "address2", "alice84512", "xK9qR2vB7pL1", "ünïcode", "a b"].map(
      (key) => {
        const [, b] = traffic.run({}, [
          { url: "http://a/x", answer: { [key]: "zq81kx7" } },
          { url: "http://b/zq81kx7" },
        ]);
        return b?.lines.find(({ from }) => /^\d/.test(from))?.path;
      },
    );
    expect(paths.slice(0, 4)).toEqual(["$.user_id", "$.orderId", "$.item-code", "$.address2"]);
    for (const path of paths.slice(4)) expect(path).toMatch(/^\$\.~[0-9a-f]{6}$/);
  });

  it("tells principals and responses apart, alike in every process of the service", () => {
    const facts = ["one", "two"].map((user) =>
      [1, 2].map(() => {
        const traffic = new Traffic(valueProbe({ service: "shop" }));
        const root = traffic.start({ headers: { cookie: `session=${user}` } });
        const op = traffic.call(root, { url: "http://a/x", answer: { user } });
        return [
          traffic.probe.rootFacts(root)[EVIDENCE.principal],
          traffic.probe.facts(op)[OPERATION.response],
          traffic.probe.rootFacts(root)[EVIDENCE.hasValues],
        ];
      }),
    );
    const [[one, oneAgain] = [], [two] = []] = facts;
    expect(one).toEqual(oneAgain);
    expect(two).not.toEqual(one);
    expect(one?.[0]).toBeLessThan(64);
    expect(one?.[1]).toBeLessThan(8);
  });

  it("keeps a principal through renewed tokens and visits", () => {
    const token = (exp: number): string =>
      `e30.${Buffer.from(JSON.stringify({ sub: "ann", exp })).toString("base64url")}.c2ln`;
    const principals = [
      { authorization: `Bearer ${token(1)}` },
      { authorization: `Bearer ${token(2)}`, cookie: "_ga=99; csrf=5" },
      { cookie: `theme=dark; auth_token=${token(3)}` },
      { cookie: "_ga=1; theme=dark" },
    ].map((headers) => {
      const traffic = new Traffic(valueProbe());
      return traffic.probe.rootFacts(traffic.start({ headers }))[EVIDENCE.principal];
    });
    expect(new Set(principals.slice(0, 3)).size).toBe(1);
    expect(principals[0]).toBeTypeOf("number");
    expect(principals[3]).toBeUndefined();
  });
});

describe("when values count", () => {
  it("looks only into what the app had when it made the call", () => {
    const traffic = new Traffic(valueProbe());
    const root = traffic.start();
    const answer = { answer: { id: "zq81kx7" }, answerHeaders: { location: "/zq55kk2" } };
    traffic.call(root, { url: "http://a/x", ...answer, unread: true });
    const [early, head] = ["zq81kx7", "zq55kk2"].map((id) => traffic.call(root, { url: `http://b/${id}` }));
    expect(early && traffic.told(early).lines).toContainEqual(expect.objectContaining({ slot: "path[0]", from: "" }));
    expect(head && traffic.told(head).lines).toContainEqual(expect.objectContaining({ path: "header.location" }));
  });

  it("does not look into what came after the call was made", () => {
    const traffic = new Traffic(valueProbe());
    const root = traffic.start();
    const late = traffic.call(root, { url: "http://b/zq81kx7" });
    traffic.call(root, { url: "http://a/x", answer: { id: "zq81kx7" }, answerHeaders: { "x-id": "zq81kx7" } });
    const before = { ...late, sequence: 50 };
    traffic.probe.begin(before, { method: "GET", url: "http://b/zq81kx7", headers: () => [], body: () => undefined });
    expect(traffic.told(before).lines).toEqual([
      expect.objectContaining({ slot: "path[0]", from: "incoming", path: "sent" }),
    ]);
  });

  it("does not claim to have seen what it has not", () => {
    const traffic = new Traffic(valueProbe());
    const site = { url: "http://b/fixed", site: "b" };
    const request = (n: number, before: object, call: object = {}): boolean | undefined => {
      const [, b] = traffic.run({ url: `/${n}` }, [
        { url: "http://a/x", answer: { n }, ...before },
        { ...site, ...call },
      ]);
      return b?.partial;
    };
    // Two requests are too few to tell that the path never varies.
    expect([1, 2, 3, 4].map((n) => request(n, {}))).toEqual([true, true, false, false]);
    expect(request(5, { answer: undefined })).toBe(true);
    expect(request(6, { answer: undefined, unread: true })).toBe(false);
    expect(request(7, { answerText: "x".repeat(MAX_TEXT + 1) })).toBe(true);
    expect(request(8, {}, { partial: true })).toBe(true);
    expect(request(9, {}, { method: "POST" })).toBe(true);
    expect(request(10, {})).toBe(false);
  });

  it("reads a request where it is made, though the app changes and reuses its parts", () => {
    const traffic = new Traffic(valueProbe());
    const root = traffic.start();
    traffic.call(root, { url: "http://a/x", answer: { id: "zq81kx7" } });
    const url = new URL("http://b/?id=zq81kx7");
    const headers: Record<string, string> = {};
    const op = traffic.call(root, {
      get url() {
        return url.href;
      },
      headers,
    });
    url.searchParams.set("id", "other");
    expect(traffic.told(op).lines).toContainEqual(expect.objectContaining({ slot: "q.id", path: "$.id" }));
  });

  it("sees headers and a body that are only there once the request was written", () => {
    const traffic = new Traffic(valueProbe());
    const root = traffic.start();
    traffic.call(root, { url: "http://a/x", answer: { id: "zq81kx7" } });
    const headers: Record<string, string> = {};
    const state = { body: "" };
    const op = { ...traffic.call(root, { url: "http://c/" }) };
    op.sequence = 99;
    traffic.probe.begin(op, {
      url: "http://b/",
      method: "POST",
      headers: () => Object.entries(headers),
      body: () => state.body,
    });
    headers["x-id"] = "zq81kx7";
    state.body = '{"id":"zq81kx7"}';
    traffic.probe.headers(op, undefined);
    const told = traffic
      .told(op)
      .lines.filter(({ from }) => from === "1")
      .map(({ slot }) => slot);
    expect(told).toEqual(["body.id", "h.x-id"]);
  });

  it("never looks at headers it was told to leave alone", () => {
    const traffic = new Traffic(valueProbe({ ignoredHeaders: ["x-secret"] }));
    const [, b] = traffic.run({}, [
      { url: "http://a/x", answer: { id: "zq81kx7" } },
      { url: "http://b/", headers: { "x-secret": "zq81kx7" } },
    ]);
    expect(b?.lines.map(({ slot }) => slot)).toEqual([]);
    expect(b?.partial).toBe(true);
  });
});

describe("bounds", () => {
  it("keep texts within the process's share: the oldest goes first and is counted", () => {
    const traffic = new Traffic(valueProbe({ retainedBytes: 10_000 }));
    const root = traffic.start();
    const answerText = (id: string): string => JSON.stringify({ id, pad: "x".repeat(1500) });
    for (const id of ["zq01kxa", "zq02kxb", "zq03kxc", "zq04kxd"])
      traffic.call(root, { url: "http://a/x", answerText: answerText(id) });
    expect(traffic.probe.droppedTexts).toBe(1);
    expect(traffic.probe.retainedBytes).toBeLessThanOrEqual(10_000);
    const [gone, kept] = ["zq01kxa", "zq04kxd"]
      .map((id) => traffic.call(root, { url: `http://b/${id}` }))
      .map((op) => traffic.told(op));
    expect(gone?.partial).toBe(true);
    expect(gone?.lines.every(({ from }) => from === "")).toBe(true);
    expect(kept?.lines).toEqual([expect.objectContaining({ from: "4" })]);
    traffic.probe.leave(root);
    expect(traffic.probe.retainedBytes).toBe(0);
  });

  it("count a text that is too large by itself", () => {
    const texts = new RetainedTexts();
    expect(texts.keep({ text: undefined }, "x".repeat(MAX_TEXT))).toBe(true);
    expect(texts.keep({ text: undefined }, "x".repeat(MAX_TEXT + 1))).toBe(false);
    expect(texts.dropped).toBe(1);
  });

  it("forget the position not seen for longest", () => {
    const history = new PositionHistory();
    for (let n = 0; n < 3; n++) history.note("first", "q.id", 7, n);
    expect(history.note("first", "q.id", 7, 3).kind).toBe("constant");
    for (let n = 0; n < MAX_POSITIONS; n++) history.note(`other ${n}`, "q.id", 7, 1);
    expect(history.note("first", "q.id", 7, 4)).toEqual({ repeated: false, first: true, kind: "unsettled" });
  });

  it("say so when a request has more positions than are looked at", () => {
    const traffic = new Traffic(valueProbe());
    const query = Array.from(
      { length: MAX_SLOTS + 5 },
      (_, n) => `p${String.fromCharCode(97 + (n % 26), 97 + Math.floor(n / 26))}=1`,
    );
    const told = Array.from(
      { length: 4 },
      (_, n) => traffic.run({ url: `/${n}` }, [{ url: `http://b/?${query.join("&")}` }])[0],
    );
    expect(told.at(-1)?.partial).toBe(true);
    expect(new Set(told.at(-1)?.lines.map(({ slot }) => slot)).size).toBe(MAX_SLOTS);
  });

  it.each<[string, string]>([
    ["nested beyond reason", `${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`],
    ["endless in width", JSON.stringify(Array.from({ length: 60_000 }, (_, n) => n))],
    ["keys that are no fields", '{"__proto__":{"polluted":"zq81kx7"},"constructor":{"prototype":"zq81kx7"}}'],
    ["one endless word", `"${"eyJ".repeat(30_000)}"`],
    ["dots and dashes", JSON.stringify({ a: ".-_".repeat(2000), b: "a1".repeat(250), c: "=".repeat(500) })],
    ["broken JSON", '{"id":"zq81kx7"'],
  ])("hold for a response that is %s", (_, answerText) => {
    const traffic = new Traffic(valueProbe());
    const calls = [
      { url: "http://a/x", answerText },
      { url: "http://b/zq81kx7?page=17", method: "POST", body: answerText },
    ];
    const [, b] = traffic.run(
      { url: `/${answerText.slice(0, 2000)}`, headers: { cookie: `c=${answerText.slice(0, 5000)}` } },
      calls,
    );
    expect(b?.lines.length).toBeGreaterThan(0);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });
});

describe("the work", () => {
  it("is done in turns between which others run, and gives what it gives at once", async () => {
    const build = (): [Traffic, ReturnType<Traffic["start"]>] => {
      const traffic = new Traffic(valueProbe());
      const root = traffic.start();
      for (let n = 0; n < 8; n++) {
        const rows = Array.from({ length: 2000 }, (_, row) => ({ id: `r${n}x${row}k`, text: "lorem ipsum dolor" }));
        traffic.call(root, { url: `http://a/${n}`, answer: { rows } });
      }
      for (let n = 0; n < 8; n++) traffic.call(root, { url: `http://b/r${n}x7k/r${n}x8k` });
      return [traffic, root];
    };
    const [once, onceRoot] = build();
    const [turns, turnsRoot] = build();
    let others = 0;
    let over = false;
    const other = (): void => {
      others++;
      if (!over) setImmediate(other);
    };
    setImmediate(other);
    await new Promise<void>((ready) => {
      turns.probe.prepare?.(turnsRoot, ready);
    });
    over = true;
    expect(others).toBeGreaterThan(5);
    const facts = (traffic: Traffic, root: typeof onceRoot): unknown[] =>
      root.operations.map((op) => (traffic.probe.facts(op)[OPERATION.slots] as string[]).length);
    expect(facts(turns, turnsRoot)).toEqual(facts(once, onceRoot));
    expect(facts(turns, turnsRoot).at(-1)).toBeGreaterThan(1);
  });

  it("ends when a request is too large to be gone through, and says that values were not recorded", () => {
    const traffic = new Traffic(valueProbe({ retainedBytes: 1e9 }));
    const root = traffic.start();
    const large = `{"pad":"${"lorem ipsum ".repeat(80_000)}"}`;
    for (let n = 0; n < 6; n++) traffic.call(root, { url: "http://a/x", answerText: large });
    for (let n = 0; n < 20; n++) traffic.call(root, { url: `http://b/${n}qq/${n}kk/${n}zz` });
    expect(traffic.probe.rootFacts(root)[EVIDENCE.hasValues]).toBe(false);
  });

  it("that breaks off does no harm, and says that values were not recorded", async () => {
    agentState().failures.clear();
    const traffic = new Traffic(valueProbe());
    const root = traffic.start();
    const url = "http://a/abc12345";
    const calls = [{ url, answer: { id: "abc12345" } }, { url }, { url }].map((call) => traffic.call(root, call));
    const last = calls.at(-1);
    if (last === undefined) throw new Error("no call");
    traffic.probe.begin(last, {
      method: "GET",
      url,
      headers: () => [],
      body: () => undefined,
      get partial(): boolean {
        throw new Error("out of memory");
      },
    });
    await new Promise<void>((resolve) => {
      traffic.probe.prepare?.(root, resolve);
    });
    expect(calls.map((op) => traffic.probe.facts(op))).toEqual([{}, {}, {}]);
    expect(traffic.probe.rootFacts(root)).toEqual({ [EVIDENCE.hasValues]: false });
    expect(agentState().failures.get("values")).toBe(1);
    agentState().failures.clear();
  });

  it("is over when its root has left", async () => {
    const traffic = new Traffic(valueProbe());
    const root = traffic.start();
    const op = traffic.call(root, { url: "http://a/x", answer: { id: 1 } });
    const ready = new Promise<void>((resolve) => {
      traffic.probe.prepare?.(root, resolve);
    });
    traffic.probe.leave(root);
    await ready;
    expect(traffic.probe.facts(op)).toEqual({});
    expect(traffic.probe.rootFacts(root)).toEqual({ [EVIDENCE.hasValues]: false });
  });
});
