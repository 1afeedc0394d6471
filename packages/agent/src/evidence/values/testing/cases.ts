import { createHash } from "node:crypto";
import type { Call, Inbound } from "./traffic.ts";

/** One route: what a user asks for, and the calls made. A is the first call, B the last. */
export interface Case {
  readonly name: string;
  readonly needs: boolean;
  request(user: User): { readonly inbound?: Inbound; readonly calls: readonly Call[] };
}

/** What differs from user to user, reproducibly. */
export class User {
  readonly index: number;
  readonly cookie: string;

  constructor(index: number) {
    this.index = index;
    this.cookie = `session=${this.hex("session", 32)}`;
  }

  hex(of: string, length = 12): string {
    return createHash("sha256").update(`${of} ${this.index}`).digest("hex").slice(0, length);
  }

  number(of: string, below: number): number {
    return (Number.parseInt(this.hex(of, 10), 16) % below) + 1;
  }

  word(of: string): string {
    return this.hex(of, 9).replaceAll(/[0-9a-f]/g, (digit) => "rmtzkwaeiouslnpd".charAt(Number.parseInt(digit, 16)));
  }

  uuid(of: string): string {
    const hex = this.hex(of, 32);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  }
}

const jwt = (claims: object): string =>
  [{ alg: "HS256" }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".") + ".c2ln";

const a = (call: Partial<Call>): Call => ({ url: "http://auth.internal/session", site: "at first", ...call });
const b = (url: string, call: Partial<Call> = {}): Call => ({
  url: `http://shop.internal${url}`,
  site: "at last",
  answer: [],
  ...call,
});

const dependent = (name: string, request: (user: User) => readonly [Call, Call]): Case => ({
  name,
  needs: true,
  request: (user) => ({ inbound: { url: "/dashboard", headers: { cookie: user.cookie } }, calls: request(user) }),
});

const independent = (
  name: string,
  request: (user: User) => { readonly inbound?: Inbound; readonly calls: readonly Call[] },
): Case => ({ name, needs: false, request });

/** B takes something from A's response, in ways real code does. */
export const DEPENDENT: readonly Case[] = [
  dependent("user id of the session, uuid", (u) => [
    a({ answer: { user: { id: u.uuid("u") } } }),
    b(`/orders/${u.uuid("u")}`),
  ]),
  dependent("user id, large integer", (u) => [
    a({ answer: { userId: u.number("u", 9e8) } }),
    b(`/orders?userId=${u.number("u", 9e8)}`),
  ]),
  dependent("user id, small integer", (u) => [
    a({ answer: { user: { id: u.number("u", 500) }, at: u.hex("n") } }),
    b(`/users/${u.number("u", 500)}/cart`),
  ]),
  dependent("opaque token as bearer", (u) => [
    a({ answer: { access_token: u.hex("t", 40) } }),
    b("/me", { headers: { authorization: `Bearer ${u.hex("t", 40)}` } }),
  ]),
  dependent("claim of a fresh token", (u) => [
    a({ answer: { token: jwt({ sub: u.hex("s"), exp: 1 }) } }),
    b(`/profiles/${u.hex("s")}`),
  ]),
  dependent("tenant name, a word", (u) => [
    a({ answer: { tenant: u.word("t") } }),
    b("/billing", { headers: { "x-tenant": u.word("t") } }),
  ]),
  dependent("several ids as a list", (u) => {
    const ids = [1, 2, 3].map((i) => u.number(`i${i}`, 1e6));
    return [a({ answer: { items: ids.map((id) => ({ id })) } }), b(`/stock?ids=${ids.join(",")}`)];
  }),
  dependent("ids as a JSON array", (u) => {
    const ids = [1, 2].map((i) => u.uuid(`i${i}`));
    return [
      a({ answer: { favourites: ids } }),
      b("/products/batch", { method: "POST", body: JSON.stringify({ ids }) }),
    ];
  }),
  dependent("link to follow", (u) => [
    a({ answer: { next: `http://shop.internal/feed/${u.hex("p")}` } }),
    b(`/feed/${u.hex("p")}`),
  ]),
  dependent("composed key", (u) => [
    a({ answer: { account: u.number("k", 1e8) } }),
    b(`/cache/acc-${u.number("k", 1e8)}-v2`),
  ]),
  dependent("date of a time", (u) => {
    const at = new Date(1.6e12 + u.number("d", 9e9)).toISOString();
    return [a({ answer: { lastOrder: { at } } }), b(`/reports?from=${at.slice(0, 10)}&to=${at}`)];
  }),
  dependent("GraphQL variable", (u) => [
    a({ answer: { viewer: { orgId: u.hex("o") } } }),
    b("/graphql", {
      method: "POST",
      body: JSON.stringify({ query: "query($o:ID!){org(id:$o){name}}", variables: { o: u.hex("o") } }),
    }),
  ]),
  dependent("id out of a relay id", (u) => [
    a({ answer: { gid: Buffer.from(`Order:${u.number("g", 9e8)}`).toString("base64") } }),
    b(`/orders/${u.number("g", 9e8)}`),
  ]),
  dependent("cookie passed on", (u) => [
    a({ answer: {}, answerHeaders: { "set-cookie": `csrf=${u.hex("c", 24)}; Path=/` } }),
    b("/checkout", { headers: { cookie: `csrf=${u.hex("c", 24)}` } }),
  ]),
  dependent("mail address", (u) => [
    a({ answer: { email: `${u.word("m")}@mail.example` } }),
    b(`/avatars?email=${u.word("m")}%40mail.example`),
  ]),
  dependent("coordinates", (u) => {
    const [lat, lon] = [u.number("lat", 9e7) / 1e6, u.number("lon", 18e7) / 1e6];
    return [a({ answer: { geo: { lat, lon } } }), b(`/weather?lat=${lat}&lon=${lon}`)];
  }),
  dependent("id in a signed form", (u) => [
    a({ answer: { cart: { id: u.hex("c") } } }),
    b("/pay", { method: "POST", body: `cart=${u.hex("c")}&currency=eur` }),
  ]),
  {
    name: "user id that happens to be the page number",
    needs: true,
    request: (u) => ({
      inbound: { url: `/dashboard?page=${new User(7).number("u", 500)}`, headers: { cookie: u.cookie } },
      calls: [a({ answer: { user: { id: u.number("u", 500) }, n: u.hex("n") } }), b(`/users/${u.number("u", 500)}`)],
    }),
  },
  {
    name: "value that another call has already used",
    needs: true,
    request: (u) => ({
      inbound: { url: "/dashboard", headers: { cookie: u.cookie } },
      calls: [
        a({ answer: { tenant: u.hex("t") } }),
        a({ url: `http://auth.internal/tenants/${u.hex("t")}`, site: "between", answer: {} }),
        b(`/plans?tenant=${u.hex("t")}`),
      ],
    }),
  },
];

/** Values agree or seem to, but B needs nothing of A. */
export const INDEPENDENT: readonly Case[] = [
  independent("both from the URL", (u) => ({
    inbound: { url: `/orders/${u.hex("o")}`, headers: { cookie: u.cookie } },
    calls: [
      a({ url: `http://auth.internal/orders/${u.hex("o")}`, answer: { order: u.hex("o"), n: u.hex("n") } }),
      b(`/items/${u.hex("o")}`),
    ],
  })),
  independent("echo of a value the process had itself", (u) => ({
    inbound: { url: "/dashboard", headers: { cookie: u.cookie } },
    calls: [
      a({ url: `http://auth.internal/users/${u.hex("u")}`, answer: { id: u.hex("u") } }),
      b(`/orders?user=${u.hex("u")}`),
    ],
  })),
  independent("small number by chance", (u) => ({
    inbound: { url: "/list", headers: { cookie: u.cookie } },
    calls: [a({ answer: { unread: u.number("x", 5), id: u.hex("n") } }), b("/news?page=1&limit=5")],
  })),
  independent("a long list that has every number", (u) => ({
    inbound: { url: "/list", headers: { cookie: u.cookie } },
    calls: [a({ answer: { ids: Array.from({ length: 900 }, (_, i) => i), v: u.hex("v") } }), b("/news?limit=250")],
  })),
  independent("number of unknown origin that a long list has anyway", (u) => ({
    inbound: { url: "/list", headers: { cookie: u.cookie } },
    calls: [
      a({ answer: { ids: Array.from({ length: 900 }, (_, i) => i), v: u.hex("v") } }),
      b(`/news?after=${u.number("after", 890)}`),
    ],
  })),
  independent("region in code and in the answer", (u) => ({
    inbound: { url: "/", headers: { cookie: u.cookie } },
    calls: [
      a({ answer: { region: "eu-west-1", locale: "en-US", v: u.hex("v") } }),
      b("/flags?region=eu-west-1&locale=en-US"),
    ],
  })),
  independent("media type in both", (u) => ({
    inbound: { url: "/", headers: { cookie: u.cookie } },
    calls: [
      a({ answer: { format: "application/json", v: u.hex("v") } }),
      b("/export", { headers: { "x-format": "application/json" } }),
    ],
  })),
  independent("api version by date", (u) => ({
    inbound: { url: "/", headers: { cookie: u.cookie } },
    calls: [
      a({ answer: { apiVersion: "2024-01-01", v: u.hex("v") } }),
      b("/v", { headers: { "x-api-version": "2024-01-01" } }),
    ],
  })),
  independent("status words", (u) => ({
    inbound: { url: "/", headers: { cookie: u.cookie } },
    calls: [a({ answer: { status: "active", role: "admin", v: u.hex("v") } }), b("/orders?status=active&sort=desc")],
  })),
  independent("nothing in common", (u) => ({
    inbound: { url: "/", headers: { cookie: u.cookie } },
    calls: [a({ answer: { id: u.hex("x"), name: u.word("n") } }), b("/config/theme")],
  })),
  independent("session cookie passed on to both", (u) => ({
    inbound: { url: "/", headers: { cookie: u.cookie } },
    calls: [
      a({ headers: { cookie: u.cookie }, answer: { ok: true, v: u.hex("v") } }),
      b("/cart", { headers: { cookie: u.cookie } }),
    ],
  })),
  independent("claim of the inbound token", (u) => ({
    inbound: { url: "/", headers: { authorization: `Bearer ${jwt({ sub: u.hex("s"), org: u.hex("o") })}` } },
    calls: [a({ answer: { subject: u.hex("s"), v: u.hex("v") } }), b(`/orgs/${u.hex("o")}/users/${u.hex("s")}`)],
  })),
  independent("taken from a call before A", (u) => ({
    inbound: { url: "/", headers: { cookie: u.cookie } },
    calls: [
      a({ site: "before", url: "http://auth.internal/login", answer: { account: u.uuid("k") } }),
      a({ answer: { n: u.hex("n") } }),
      b(`/accounts/${u.uuid("k")}`),
    ],
  })),
];
