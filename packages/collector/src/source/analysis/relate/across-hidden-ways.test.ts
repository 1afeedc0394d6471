import { describe } from "vitest";
import { related } from "./testing/cases.ts";

const SHOP = `
// @file src/lib/shop.ts
export async function ask(path, token) {
  const res = await /*AB*/fetch("http://shop" + path, { headers: { token } });
  if (!res.ok) throw new Error("shop");
  return res.json();
}
export const getUser = () => /*A1*/ask("/me");
export const getOrders = (id) => /*B1*/ask("/orders?of=" + id);
`;

const page = (body: string, child: string, more = ""): string => `
import { getOrders, getUser } from "@/lib/shop";
import { Orders } from "@/components/orders";
export default async function Page({ params }) {
  ${body}
}
// @file src/components/orders.tsx
import { getOrders } from "../lib/shop";
${child}
${more}${SHOP}`;

const PLAIN =
  "export async function Orders({ of }) { const orders = await /*B2*/getOrders(of); return <b>{orders.n}</b>; }";

describe("hidden ways between components", () => {
  related({
    "a function that holds the answer": {
      expected: "needed",
      code: page(
        "const user = await /*A2*/getUser(); return <Orders load={() => /*B2*/getOrders(user.id)} />;",
        "export async function Orders({ load }) { const orders = await /*B3*/load(); return <b>{orders.n}</b>; }",
      ),
    },
    "children that are a function": {
      expected: "needed",
      code: page(
        "const user = await /*A2*/getUser(); const Frame = ({ children }) => <i>{children(1)}</i>; return <Frame>{() => <Orders of={user.id} />}</Frame>;",
        PLAIN,
      ),
    },
    "a list that loses a part": {
      expected: "needed",
      code: page(
        "const user = await /*A2*/getUser(); const parts = [<Orders key={1} />]; if (!user.open) parts.pop(); return <>{parts}</>;",
        PLAIN,
      ),
    },
    "a switch inside the child": {
      expected: "needed",
      code: page(
        "const user = await /*A2*/getUser(); return <Orders off={user.off} />;",
        "export async function Orders({ off }) { if (off) return null; const orders = await /*B2*/getOrders(1); return <b>{orders.n}</b>; }",
      ),
    },
    "a loop that adds parts": {
      expected: "needed",
      code: page(
        "const user = await /*A2*/getUser(); const list = []; for (const shop of user.shops) list.push(<Orders key={shop.id} />); return <>{list}</>;",
        PLAIN,
      ),
    },
    "a race": {
      expected: "needed",
      code: page(
        "const user = await Promise.race([/*A2*/getUser(), new Promise((done) => setTimeout(done, 100))]); return user ? <Orders /> : <p>Slow</p>;",
        PLAIN,
      ),
    },
    "an instance that keeps it": {
      expected: "needed",
      code: page(
        "const service = new Service(); await /*A2*/service.start(); return <Orders service={service} />;",
        "export async function Orders({ service }) { const orders = await /*B2*/service.orders(); return <b>{orders.n}</b>; }",
        "\n// @file src/app/page.tsx\nclass Service { async start() { this.user = await /*A1*/getUser(); } orders() { return /*B1*/getOrders(this.user.id); } }\n",
      )
        .replace("getUser = () => /*A1*/ask", "getUser = () => ask")
        .replace("getOrders = (id) => /*B1*/ask", "getOrders = (id) => ask"),
    },
    "a client that keeps the token": {
      expected: "needed",
      code: page(
        "await /*A2*/client.login(); return <Orders />;",
        'import { client } from "../lib/client";\nexport async function Orders() { const orders = await /*B2*/client.orders(); return <b>{orders.n}</b>; }',
        '\n// @file src/lib/client.ts\nimport { ask } from "./shop";\nclass Client { token = ""; async login() { const { token } = await /*A1*/ask("/login"); this.token = token; } async orders() { return /*B1*/ask("/orders", this.token); } }\nexport const client = new Client();\n',
      )
        .replace("import { Orders }", 'import { client } from "@/lib/client";\nimport { Orders }')
        .replace("getUser = () => /*A1*/ask", "getUser = () => ask")
        .replace("getOrders = (id) => /*B1*/ask", "getOrders = (id) => ask"),
    },
    "something global": {
      expected: "needed",
      code: page(
        "globalThis.user = await /*A2*/getUser(); return <Orders />;",
        "export async function Orders() { const orders = await /*B2*/getOrders(globalThis.user.id); return <b>{orders.n}</b>; }",
      ),
    },
    "an object both share": {
      expected: "needed",
      code: page(
        "state.user = await /*A2*/getUser(); return <Orders />;",
        'import { state } from "../lib/state";\nexport async function Orders() { const { user } = state; const orders = await /*B2*/getOrders(user.id); return <b>{orders.n}</b>; }',
        "\n// @file src/lib/state.ts\nexport const state = {};\n",
      ).replace("import { Orders }", 'import { state } from "@/lib/state";\nimport { Orders }'),
    },
    "parameters changed on the way": {
      expected: "needed",
      code: page(
        "const user = await /*A2*/getUser(); const all = await params; all.of = user.id; return <Orders {...all} />;",
        PLAIN,
      ),
    },
    "an element changed after it was made": {
      expected: "needed",
      code: page(
        "const part = <Orders />; const user = await /*A2*/getUser(); part.props.of = user.id; return part;",
        PLAIN,
      ),
    },
    "a part made before, shown in any case": {
      expected: "independent",
      code: page(
        "const part = <Orders />; const user = await /*A2*/getUser(); return <main>{user.name}{part}</main>;",
        PLAIN,
      ),
    },
    "a write before a read": {
      expected: "ordered",
      code: page('await /*A*/fetch("http://shop/visits", { method: "POST" }); return <Orders />;', PLAIN)
        .replace("/*A1*/", "")
        .replace("/*AB*/", "/*B*/"),
    },
  });
});

const hooks = (first: string, second: string): string => `
// @file src/hooks.server.ts
import { sequence } from "@sveltejs/kit/hooks";
async function one({ event, resolve }) { const res = await /*A*/event.fetch("/api/me"); const user = await res.json(); ${first} }
const two = async ({ event, resolve }) => { ${second} };
export const handle = sequence(one, two);
`;

const ASK = 'event.locals.shop = await /*B*/event.fetch("/api/shop"); return resolve(event);';

describe("hidden ways between hooks", () => {
  related({
    "nothing hidden": { expected: "independent", code: hooks("event.locals.user = user; return resolve(event);", ASK) },
    "a cookie that fetch sends along": {
      expected: "needed",
      code: hooks('event.cookies.set("sid", user.token, { path: "/" }); return resolve(event);', ASK),
    },
    "a fetch that was replaced": {
      expected: "needed",
      code: hooks(
        "const plain = event.fetch; event.fetch = (url, init) => plain(url, { ...init, headers: { token: user.token } }); return resolve(event);",
        ASK,
      ),
    },
    "something global": {
      expected: "needed",
      code: hooks(
        "globalThis.user = user; return resolve(event);",
        "await /*B*/event.fetch(`/api/${globalThis.user.id}`); return resolve(event);",
      ),
    },
    "another event": {
      expected: "needed",
      code: hooks(
        "return resolve(Object.assign(event, { user }));",
        "await /*B*/event.fetch(`/api/${event.user.id}`); return resolve(event);",
      ),
    },
    "an answer for some": {
      expected: "guard",
      code: hooks(
        'switch (user.state) { case "blocked": return new Response("no"); default: return resolve(event); }',
        ASK,
      ),
    },
    "resolved on a condition": {
      expected: "guard",
      code: hooks('return user.id ? resolve(event) : new Response("no");', ASK),
    },
    "an address thrown": {
      expected: "guard",
      code: hooks("if (user.home !== event.url.pathname) throw new Redirect(user.home); return resolve(event);", ASK),
    },
  });
});
