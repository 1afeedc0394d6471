import { describe, expect, it } from "vitest";
import { related } from "./testing/cases.ts";
import { relationIn } from "./testing/fixture.ts";

const API = `
// @file src/lib/backend.ts
import { cookies } from "next/headers";
const API_URL = process.env.API_URL ?? "http://localhost:4000";
async function request(path: string, init: RequestInit = {}) {
  const token = (await cookies()).get("sid")?.value;
  const response = await /*AB*/fetch(API_URL + path, { ...init, headers: { authorization: "Bearer " + token } });
  if (!response.ok) throw new Error(path + " answered " + response.status);
  return response.json();
}
export function getUser() { return /*A1*/request("/user"); }
export const getSettings = () => request("/settings");
export async function getOrders(id?: string) {
  const { orders } = await /*B1*/request(id ? "/orders/" + id : "/orders");
  return orders;
}
`;

const CHILD = `
// @file src/components/orders.tsx
import { getOrders } from "@/lib/backend";
export async function Orders({ id, children }) {
  const orders = await /*B2*/getOrders(id);
  return <ul>{orders.map((order) => <li key={order.id}>{order.total}</li>)}{children}</ul>;
}
`;

const page = (body: string, more = ""): string => `
import { notFound, redirect } from "next/navigation";
import { Suspense } from "react";
import { getUser, getSettings } from "@/lib/backend";
import { Orders } from "@/components/orders";
${body}
${API}${CHILD}${more}`;

describe("a component that waits, and one it renders", () => {
  related({
    "child given nothing of the answer": {
      expected: "independent",
      kind: "parent-child",
      failFast: true,
      code: page(`export default async function Page() {
        const user = await /*A2*/getUser();
        return <main><h1>Hello {user.name}</h1><Orders /></main>;
      }`),
    },
    "child beside a text of the answer": {
      expected: "independent",
      code: page(`export default async function Page() {
        const user = await /*A2*/getUser();
        return <>{user.name} <Orders /></>;
      }`),
    },
    "an id as a prop": {
      expected: "data",
      code: page(`export default async function Page() {
        const user = await /*A2*/getUser();
        return <main><Orders id={user.id} /></main>;
      }`),
    },
    "an early return": {
      expected: "guard",
      code: page(`export default async function Page() {
        const user = await /*A2*/getUser();
        if (!user.active) return <p>Closed</p>;
        return <Orders />;
      }`),
    },
    notFound: {
      expected: "guard",
      code: page(`export default async function Page() {
        const user = await /*A2*/getUser();
        if (!user) notFound();
        return <Orders />;
      }`),
    },
    "redirect in a helper": {
      expected: "guard",
      code: page(`function onlyStaff(user) { if (user.role !== "staff") redirect("/"); }
      export default async function Page() {
        const user = await /*A2*/getUser();
        onlyStaff(user);
        return <Orders />;
      }`),
    },
    "shown on a condition": {
      expected: "guard",
      code: page(`export default async function Page() {
        const user = await /*A2*/getUser();
        return <main>{user.staff && <Orders />}</main>;
      }`),
    },
    "one of two on a condition": {
      expected: "guard",
      code: page(`export default async function Page() {
        const user = await /*A2*/getUser();
        return user.staff ? <Orders /> : <p>None</p>;
      }`),
    },
    "one for each element of the answer": {
      expected: "guard",
      code: page(`export default async function Page() {
        const user = await /*A2*/getUser();
        return <main>{user.shops.map((shop) => <Orders key="x" />)}</main>;
      }`),
    },
    "in Suspense inside a layout that passes children on": {
      expected: "independent",
      code: page(`function Frame({ title, children }) { return <section><h2>{title}</h2>{children}</section>; }
      export default async function Page() {
        const user = await /*A2*/getUser();
        return <Frame title={user.name}><Suspense fallback={<p>…</p>}><Orders /></Suspense></Frame>;
      }`),
    },
    "in a frame that shows children on a condition": {
      expected: "guard",
      code: page(`function Frame({ allowed, children }) { return allowed ? <section>{children}</section> : null; }
      export default async function Page() {
        const user = await /*A2*/getUser();
        return <Frame allowed={user.staff}><Orders /></Frame>;
      }`),
    },
    "through another component that waits for something else": {
      expected: "independent",
      code: page(`async function Middle() { const settings = await getSettings(); return <div className={settings.theme}><Orders /></div>; }
      export default async function Page() {
        const user = await /*A2*/getUser();
        return <main><h1>{user.name}</h1><Middle /></main>;
      }`),
    },
    "through another component that passes it on": {
      expected: "data",
      code: page(`function Middle({ user }) { return <Orders id={user.id} />; }
      export default async function Page() {
        const user = await /*A2*/getUser();
        return <Middle user={user} />;
      }`),
    },
    "a spread of the answer": {
      expected: "data",
      code: page(`export default async function Page() {
        const user = await /*A2*/getUser();
        return <Orders {...user} />;
      }`),
    },
    "a failure shown as something else": {
      expected: "independent",
      code: page(`export default async function Page() {
        let user;
        try { user = await /*A2*/getUser(); } catch { return <p>Try again</p>; }
        return <main><h1>{user.name}</h1><Orders /></main>;
      }`),
    },
    "a promise handed down and awaited there": {
      expected: "needed",
      code: page(`async function Middle({ user }) { const { id } = await user; return <Orders id={id} />; }
      export default async function Page() {
        const user = /*A2*/getUser();
        return <Middle user={user} />;
      }`),
    },
    "a promise handed down beside": {
      expected: "parallel",
      code: page(`async function Name({ user }) { return <b>{(await user).name}</b>; }
      export default async function Page() {
        const user = /*A2*/getUser();
        return <main><Name user={user} /><Orders /></main>;
      }`),
    },
    siblings: {
      expected: "parallel",
      code: page(`async function Name() { const user = await /*A2*/getUser(); return <b>{user.name}</b>; }
      export default function Page() { return <main><Name /><Orders /></main>; }`),
    },
    "siblings, the later one first": {
      expected: "parallel",
      code: page(`async function Name() { const user = await /*A2*/getUser(); return <b>{user.name}</b>; }
      export default function Page() { return <main><Orders /><Name /></main>; }`),
    },
    "children of a component that waits": {
      expected: "independent",
      code: page(`async function Name({ children }) { const user = await /*A2*/getUser(); return <b>{user.name}{children}</b>; }
      export default function Page() { return <main><Name><Orders /></Name></main>; }`),
    },
    "children of a component that lets only some in": {
      expected: "guard",
      code: page(`async function Gate({ children }) { const user = await /*A2*/getUser(); return user.staff ? children : null; }
      export default function Page() { return <main><Gate><Orders /></Gate></main>; }`),
    },
    "a component that renders neither": {
      expected: "unknown",
      code: page(`export async function Name() { const user = await /*A2*/getUser(); return <b>{user.name}</b>; }`),
    },
    "a component chosen by the answer": {
      expected: "needed",
      code: page(`const VIEWS = { orders: Orders, none: () => null };
      export default async function Page() {
        const user = await /*A2*/getUser();
        const View = VIEWS[user.view];
        return <View />;
      }`),
    },
    "what the parent left in a module variable": {
      expected: "needed",
      code: page(
        `import { setShop } from "@/lib/shop";
      import { ShopOrders } from "@/components/shop-orders";
      export default async function Page() {
        const user = await /*A2*/getUser();
        setShop(user.shop);
        return <ShopOrders />;
      }`,
        `
// @file src/lib/shop.ts
let shop;
export function setShop(next) { shop = next; }
export function currentShop() { return shop; }
// @file src/components/shop-orders.tsx
import { currentShop } from "@/lib/shop";
import { Orders } from "./orders";
export function ShopOrders() { return <Orders id={currentShop()} />; }
`,
      ),
    },
  });

  it("puts the place where the parent waits", () => {
    const fact = relationIn(
      page(`export default async function Page() {
        const user = await /*A2*/getUser();
        return <main>{user.name}<Orders /></main>;
      }`),
    );
    expect(fact).toMatchObject({
      reason: "source.unused-by-child",
      activation: "distinct",
      place: { file: "src/app/page.tsx", line: 7, function: "Page" },
    });
  });
});

describe("an answer that is remembered", () => {
  const cached = (child: string): string => `
import { getUser } from "@/lib/session";
import { Orders } from "@/components/orders";
export default async function Page() {
  const user = await /*A1*/getUser();
  return <main><h1>{user.name}</h1><Orders /></main>;
}
// @file src/lib/session.ts
import { cache } from "react";
export const getUser = cache(async () => (await /*A*/fetch("http://api/user")).json());
export async function plainUser() { return (await fetch("http://api/user")).json(); }
export async function getShop() { return (await fetch("http://api/shop")).json(); }
// @file src/components/orders.tsx
import { getUser, getShop, plainUser } from "@/lib/session";
export async function Orders() {
  ${child}
}`;
  related({
    "asked again by the child, through cache()": {
      expected: "data",
      code: cached(
        'const user = await getUser(); const res = await /*B*/fetch("http://api/orders/" + user.id); return <b>{(await res.json()).n}</b>;',
      ),
    },
    "asked again under the same address": {
      expected: "data",
      code: cached(
        'const user = await plainUser(); const res = await /*B*/fetch("http://api/orders/" + user.id); return <b>{(await res.json()).n}</b>;',
      ),
    },
    "something else asked by the child": {
      expected: "independent",
      code: cached(
        'const shop = await getShop(); const res = await /*B*/fetch("http://api/orders/" + shop.id); return <b>{(await res.json()).n}</b>;',
      ),
    },
  });
});

const HANDED = `
// @file src/components/panel.tsx
export async function Panel({ rows }) { const list = await /*B2*/rows(); return <ul>{list.length}</ul>; }
`;
const handing = (body: string): string => `
import { getUser, getOrders } from "@/lib/backend";
import { Panel } from "@/components/panel";
${body}
${API.replace("/*B1*/request", "/*B0*/request").replaceAll("/*AB*/fetch", "fetch").replace("/*A1*/request", "/*A0*/request")}${HANDED}`;

describe("a component that is handed how to ask", () => {
  related({
    "for nothing of the answer": {
      expected: "independent",
      kind: "parent-child",
      code: handing(
        `export default async function Page({ id }) { const user = await /*A1*/getUser(); return <main className={user.theme}><Panel rows={() => /*B1*/getOrders(id)} /></main>; }`,
      ),
    },
    "for what was answered": {
      expected: "needed",
      code: handing(
        `export default async function Page() { const user = await /*A1*/getUser(); return <main><Panel rows={() => /*B1*/getOrders(user.id)} /></main>; }`,
      ),
    },
    "only where it was answered": {
      expected: "needed",
      code: handing(
        `export default async function Page({ id }) { const user = await /*A1*/getUser(); return <main>{user.admin && <Panel rows={() => /*B1*/getOrders(id)} />}</main>; }`,
      ),
    },
  });
});
