import { describe, expect, it } from "vitest";
import { Traffic } from "./testing/traffic.ts";
import { valueProbe } from "./value-probe.ts";

const jwt = (claims: object): string =>
  ['{"alg":"HS256"}', JSON.stringify(claims), "sig"].map((part) => Buffer.from(part).toString("base64url")).join(".");

const login = jwt({ sub: "usr_8812", tenant: { id: "t-77120" }, iat: 1_763_000_000, exp: 1_763_003_600 });

interface Sent {
  url?: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** What B's request took from A's response, as `slot path transform`. */
function taken(answer: unknown, request: Sent): string[] {
  const traffic = new Traffic(valueProbe());
  const [, b] = traffic.run({}, [
    { url: "http://a.internal/first", answer },
    { url: "http://b.internal/second", method: "POST", body: "", ...request },
  ]);
  return (b?.lines ?? [])
    .filter(({ from }) => /^\d+$/.test(from))
    .map(({ slot, path, transform }) => `${slot} ${path} ${transform}`.trim());
}

describe("a value is recognised", () => {
  it.each<[string, unknown, Sent, string[]]>([
    ["as it is", { id: "k3j9x2" }, { url: "http://b/users/k3j9x2" }, ["path[1] $.id"]],
    ["number as string", { id: 48213 }, { url: "http://b/?user=48213" }, ["q.user $.id"]],
    ["string as number", { id: "48213" }, { body: '{"user":48213}' }, ["body.user $.id"]],
    ["without leading zeros", { no: "0048213" }, { url: "http://b/?no=48213" }, ["q.no $.no"]],
    ["with added zeros", { no: 48213 }, { url: "http://b/?no=0048213" }, ["q.no $.no"]],
    ["with a point-zero tail", { price: "1249.0" }, { url: "http://b/?price=1249" }, ["q.price $.price"]],
    ["in another case", { id: "AB12CD34" }, { url: "http://b/?id=ab12cd34" }, ["q.id $.id"]],
    ["URL-encoded", { mail: "ann.lee@shop.example" }, { url: "http://b/?m=ann.lee%40shop.example" }, ["q.m $.mail"]],
    ["with spaces around it", { name: " Marzipan " }, { url: "http://b/?n=marzipan" }, ["q.n $.name"]],
    [
      "escaped in the JSON text",
      { path: 'a"b\\c/quux' },
      { body: JSON.stringify({ p: 'a"b\\c/quux' }) },
      ["body.p $.path"],
    ],
    [
      "in another script",
      { city: "東京都" },
      { url: `http://b/?city=${encodeURIComponent("東京都")}` },
      ["q.city $.city"],
    ],
    ["nested", { data: { user: { key: "zq81" } } }, { url: "http://b/zq81" }, ["path[0] $.data.user.key"]],
    ["in an array", { items: [{ id: "zq81" }, { id: "zq82" }] }, { url: "http://b/zq82" }, ["path[0] $.items[*].id"]],
    ["under a number as key", { byId: { 17: { slug: "zq81" } } }, { url: "http://b/zq81" }, ["path[0] $.byId[*].slug"]],
    [
      "as a bearer token",
      { access: "Zk81.qqQ-x" },
      { headers: { authorization: "Bearer Zk81.qqQ-x" } },
      ["h.authorization $.access"],
    ],
    ["as a cookie", { session: "s81kx" }, { headers: { cookie: "a=1; sid=s81kx" } }, ["c.sid $.session"]],
    ["as a header", { trace: "tr81kx" }, { headers: { "x-tenant": "tr81kx" } }, ["h.x-tenant $.trace"]],
    ["in a form", { id: "k3j9x2" }, { body: "kind=x&user=k3j9x2" }, ["body.user $.id"]],
    ["date of a time", { at: "2024-03-09T10:11:12Z" }, { url: "http://b/?day=2024-03-09" }, ["q.day $.at date"]],
    [
      "time as milliseconds",
      { at: "2024-03-09T10:11:12.345Z" },
      { url: "http://b/?t=1709979072345" },
      ["q.t $.at time"],
    ],
    ["time as seconds", { at: "2024-03-09T10:11:12Z" }, { url: "http://b/?t=1709979072" }, ["q.t $.at time"]],
    ["milliseconds as time", { at: 1709979072345 }, { url: "http://b/?t=2024-03-09T10:11:12.345Z" }, ["q.t $.at time"]],
    [
      "time in another zone",
      { at: "2024-03-09T12:11:12+02:00" },
      { url: "http://b/?t=2024-03-09T10:11:12Z" },
      ["q.t $.at time"],
    ],
    [
      "time on another day in another zone",
      { at: "2024-03-10T00:11:12+02:00" },
      { url: "http://b/?t=1710022272000" },
      ["q.t $.at time"],
    ],
    [
      "in base64 by the caller",
      { id: "user:k3j9xqq" },
      { url: `http://b/?c=${Buffer.from("user:k3j9xqq").toString("base64url")}` },
      ["q.c $.id base64"],
    ],
    [
      "in base64 by the source",
      { gid: Buffer.from("Product:88123").toString("base64") },
      { url: "http://b/?p=88123" },
      ["q.p $.gid part"],
    ],
    ["as a claim of a token", { token: login }, { url: "http://b/users/usr_8812" }, ["path[1] $.token.sub jwt"]],
    [
      "as an inner claim",
      { token: login },
      { headers: { "x-tenant": "t-77120" } },
      ["h.x-tenant $.token.tenant.id jwt"],
    ],
    ["as a part of what was sent", { id: 88123 }, { url: "http://b/?key=user-88123-full" }, ["q.key#1 $.id"]],
    ["glued to a word", { id: 88123 }, { url: "http://b/?key=user88123" }, ["q.key#1 $.id"]],
    ["as a part of what came", { urn: "urn:shop:item:88123" }, { url: "http://b/?item=88123" }, ["q.item $.urn part"]],
    ["as a list", { ids: [71, 88123, 4402] }, { url: "http://b/?ids=71,88123,4402" }, ["q.ids#* $.ids[*] list"]],
    [
      "as repeated parameters",
      { rows: [{ id: 71 }, { id: 88123 }] },
      { url: "http://b/?id=71&id=88123" },
      ["q.id#* $.rows[*].id list"],
    ],
    [
      "as an array",
      { rows: [{ id: 71 }, { id: 88123 }] },
      { body: '{"ids":[71,88123]}' },
      ["body.ids#* $.rows[*].id list"],
    ],
    [
      "as a GraphQL argument",
      { id: "k3j9x2" },
      { body: JSON.stringify({ query: '{ user(id: "k3j9x2") { name } }' }) },
      ["gql.id $.id"],
    ],
    [
      "as a GraphQL variable",
      { id: "k3j9x2" },
      { body: JSON.stringify({ query: "query Q($i: ID!) { user(id: $i) { name } }", variables: { i: "k3j9x2" } }) },
      ["body.variables.i $.id"],
    ],
    [
      "in SQL",
      { id: "k3j9x2" },
      { url: "postgresql:", method: "SELECT", body: "SELECT * FROM t WHERE id = 'k3j9x2'" },
      ["sql[0] $.id"],
    ],
  ])("%s", (_, answer, request, expected) => {
    expect(taken(answer, request)).toEqual(expect.arrayContaining(expected));
  });

  it("as the link that was followed", () => {
    const next = { _links: { next: { href: "https://b.internal/catalog/pages/77120?cursor=abc" } } };
    expect(taken(next, { url: "http://b.internal/catalog/pages/77120" })).toContain("path $._links.next.href link");
  });

  it("in headers of the response, cookies apart", () => {
    const traffic = new Traffic(valueProbe());
    const [, b] = traffic.run({}, [
      {
        url: "http://a/login",
        answer: { ok: true },
        answerHeaders: { location: "/jobs/zq81kx", "set-cookie": "sid=s81kxq; Path=/, csrf=qq71; Path=/" },
      },
      { url: "http://b/jobs/zq81kx", headers: { cookie: "sid=s81kxq", "x-csrf": "qq71" } },
    ]);
    const told = b?.lines.filter(({ from }) => from === "1").map(({ slot, path }) => `${slot} ${path}`);
    expect(told).toEqual(
      expect.arrayContaining([
        "path[1] header.location",
        "path header.location",
        "c.sid cookie.sid",
        "h.x-csrf cookie.csrf",
      ]),
    );
  });

  it("in a text that is not JSON", () => {
    const traffic = new Traffic(valueProbe());
    const [, b] = traffic.run({}, [
      { url: "http://a/page", answerText: "<a href='/x'>order zq81kx7</a>" },
      { url: "http://b/orders/zq81kx7" },
    ]);
    expect(b?.lines).toContainEqual(expect.objectContaining({ slot: "path[1]", from: "1", path: "$[*]" }));
  });
});

describe("a value is not mistaken", () => {
  it.each<[string, unknown, Sent]>([
    ["inside a longer number", { id: 4821399 }, { url: "http://b/?user=48213" }],
    ["inside a longer word", { id: "zq81kxyz" }, { url: "http://b/?user=zq81kx" }],
    [
      "for another of the same shape",
      { id: "7f6b1e9a-0000-4000-8000-000000000001" },
      { url: "http://b/7f6b1e9a-0000-4000-8000-000000000002" },
    ],
    ["for a list from two places", { a: [71], b: [88123] }, { url: "http://b/?ids=71,88123" }],
    ["for a list with one item more", { ids: [71, 88123] }, { url: "http://b/?ids=71,88123,5" }],
    ["for a time of the same day in another second", { at: 1709979072 }, { url: "http://b/?t=1709979073" }],
    ["by its issue time", { token: login }, { url: "http://b/?t=1763003600" }],
    [
      "as a trace header",
      { id: "zq81kx" },
      { headers: { traceparent: "zq81kx", "x-request-id": "zq81kx", "user-agent": "zq81kx" } },
    ],
    ["as a single letter", { grade: "b" }, { url: "http://b/?grade=b" }],
  ])("%s", (_, answer, request) => {
    expect(taken(answer, request)).toEqual([]);
  });
});
