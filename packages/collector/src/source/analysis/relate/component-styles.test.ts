import { describe } from "vitest";
import { related } from "./testing/cases.ts";

const ORDERS = `
// @file src/lib/shop.ts
const URL = process.env.SHOP_URL;
export async function ask(path) {
  const res = await /*AB*/fetch(URL + path);
  if (!res.ok) throw new Error("shop: " + res.status);
  return res.json();
}
export const getUser = () => /*A1*/ask("/me");
export const getItem = (id) => ask("/items/" + id);
export const getOrders = (id) => /*B1*/ask("/orders?of=" + id);
// @file src/components/index.ts
export { Orders } from "./orders";
export { Provider, Toggle } from "./client";
export * from "./table";
// @file src/components/orders.tsx
import { getOrders } from "../lib/shop";
export async function Orders({ of = "all", box, ...rest }) {
  const orders = await /*B2*/getOrders(box ? box.user.id : of);
  return <ul>{orders.map(({ id }) => <li key={id}>{id}</li>)}</ul>;
}
// @file src/components/client.tsx
"use client";
import { createContext, useState } from "react";
const Context = createContext(null);
export function Provider({ user, children }) { return <Context.Provider value={user}>{children}</Context.Provider>; }
export function Toggle({ label, panel }) { const [open] = useState(false); return <div>{label}{open ? panel : null}</div>; }
// @file src/components/table.tsx
export function Table({ rows, renderRow }) { return <table>{rows.map((row, index) => renderRow(row, index))}</table>; }
`;

const app = (body: string, more = ""): string => `
import { notFound } from "next/navigation";
import dynamic from "next/dynamic";
import { ErrorBoundary } from "react-error-boundary";
import { SessionProvider } from "some-auth/react";
import { Orders, Provider, Table, Toggle } from "@/components";
import { getItem, getUser } from "@/lib/shop";
${body}
${more}${ORDERS}`;

const page = (body: string, more = ""): string =>
  app(
    `export default async function Page({ params, searchParams }) {
  ${body}
}`,
    more,
  );

describe("components, as people write them", () => {
  related({
    "a client provider of the project": {
      expected: "independent",
      code: page("const user = await /*A2*/getUser(); return <Provider user={user}><Orders /></Provider>;"),
    },
    "a provider of a package": {
      expected: "needed",
      code: page(
        "const user = await /*A2*/getUser(); return <SessionProvider session={user}><Orders /></SessionProvider>;",
      ),
    },
    "a boundary of a package": {
      expected: "independent",
      code: page(
        "const user = await /*A2*/getUser(); return <ErrorBoundary fallback={null}><h1>{user.name}</h1><Orders /></ErrorBoundary>;",
      ),
    },
    "a frame whose file is missing": {
      expected: "unknown",
      code: page("const user = await /*A2*/getUser(); return <main>{user.name}<Gate><Orders /></Gate></main>;").replace(
        "import dynamic",
        'import { Gate } from "@/components/gate";\nimport dynamic',
      ),
    },
    "a check whose file is missing": {
      expected: "unknown",
      code: page(
        "const user = await /*A2*/getUser(); await onlyMembers(); return <main>{user.name}<Orders /></main>;",
      ).replace("import dynamic", 'import { onlyMembers } from "@/lib/members";\nimport dynamic'),
    },
    "a client component's prop": {
      expected: "independent",
      code: page("const user = await /*A2*/getUser(); return <Toggle label={user.name} panel={<Orders />} />;"),
    },
    "a key alone": {
      expected: "independent",
      code: page("const user = await /*A2*/getUser(); return <Orders key={user.id} />;"),
    },
    "a function that draws a row": {
      expected: "needed",
      code: page(
        "const user = await /*A2*/getUser(); return <Table rows={user.shops} renderRow={(shop) => <Orders key={shop.id} of={shop.id} />} />;",
      ),
    },
    "a switch": {
      expected: "guard",
      code: page(
        'const user = await /*A2*/getUser(); switch (user.role) { case "staff": return <Orders />; default: return <p>None</p>; }',
      ),
    },
    "content chosen before": {
      expected: "guard",
      code: page(
        "const user = await /*A2*/getUser(); const content = user.beta ? <p>New</p> : <Orders />; return <main>{content}</main>;",
      ),
    },
    "a sidebar assigned on a condition": {
      expected: "guard",
      code: page(
        "const user = await /*A2*/getUser(); let side = null; if (user.open) side = <Orders />; return <main>{side}</main>;",
      ),
    },
    "one of many tabs": {
      expected: "needed",
      code: page(
        "const user = await /*A2*/getUser(); const tabs = { orders: <Orders />, none: <p /> }; return tabs[user.tab];",
      ),
    },
    "not found where asking failed": {
      expected: "needed",
      code: page(
        "let user; try { user = await /*A2*/getUser(); } catch { notFound(); } return <main>{user.name}<Orders /></main>;",
      ),
    },
    "a return on the page's own parameters": {
      expected: "independent",
      code: page(
        "const { empty } = await searchParams; const user = await /*A2*/getUser(); if (empty) return <p>{user.name}</p>; return <main>{user.name}<Orders of={(await params).id} /></main>;",
      ),
    },
    "a group awaited first": {
      expected: "independent",
      code: page(
        'const [user, item] = await Promise.all([/*A2*/getUser(), getItem("x")]); return <main>{user.name}{item.name}<Orders /></main>;',
      ),
    },
    "the other of the group passed on": {
      expected: "independent",
      code: page(
        'const [user, item] = await Promise.all([/*A2*/getUser(), getItem("x")]); return <main>{user.name}<Orders of={item.id} /></main>;',
      ),
    },
    "an object filled later": {
      expected: "data",
      code: page("const box = {}; box.user = await /*A2*/getUser(); return <Orders box={box} />;"),
    },
    "a length": {
      expected: "guard",
      code: page("const user = await /*A2*/getUser(); return user.items.length > 0 ? <Orders /> : <p>Empty</p>;"),
    },
    "a part loaded later": {
      expected: "independent",
      code: app(
        'const Late = dynamic(() => import("@/components/orders").then((module) => module.Orders));\nexport default async function Page() { const user = await /*A2*/getUser(); return <main>{user.name}<Late /></main>; }',
      ),
    },
    "a wrapper around a page": {
      expected: "data",
      code: app(
        "function withUser(View) { return async function Wrapped(props) { const user = await /*A2*/getUser(); return <View {...props} user={user} />; }; }\nfunction Inner({ user }) { return <Orders of={user.id} />; }\nexport default withUser(Inner);",
      ),
    },
    "a wrapper whose answer is only shown": {
      expected: "independent",
      code: app(
        "function withUser(View) { return async function Wrapped(props) { const user = await /*A2*/getUser(); return <View {...props} user={user} />; }; }\nfunction Inner({ user }) { return <main>{user.name}<Orders /></main>; }\nexport default withUser(Inner);",
      ),
    },
    "a helper that gives elements": {
      expected: "guard",
      code: app(
        "async function header() { const user = await /*A3*/getUser(); return user.open ? <Orders /> : null; }\nexport default async function Page() { return <main>{await /*A4*/header()}</main>; }"
          .replace("A3", "A2")
          .replace("A4", "A3"),
      ),
    },
    "the question repeated with other words": {
      expected: "independent",
      code: page(
        "const item = await /*A2*/getUser(); return <main>{item.name}<Second /></main>;",
        '\n// @file src/app/page.tsx\nasync function Second() { const item = await getItem("b"); return <Orders of={item.id} />; }\n',
      ),
    },
    "the question repeated": {
      expected: "data",
      code: page(
        "const user = await /*A2*/getUser(); return <main>{user.name}<Second /></main>;",
        "\n// @file src/app/page.tsx\nasync function Second() { const user = await getUser(); return <Orders of={user.id} />; }\n",
      ),
    },
    "a store of the request": {
      expected: "needed",
      code: app(
        'import { store } from "@/lib/store";\nimport { Stored } from "@/components/stored";\nexport default async function Page() { const user = await /*A2*/getUser(); store().user = user; return <Stored />; }',
        '\n// @file src/lib/store.ts\nimport { cache } from "react";\nexport const store = cache(() => ({ user: undefined }));\n// @file src/components/stored.tsx\nimport { store } from "@/lib/store";\nimport { Orders } from "./orders";\nexport function Stored() { return <Orders of={store().user.id} />; }\n',
      ),
    },
    "metadata and page": {
      expected: "parallel",
      code: app(
        "export async function generateMetadata() { const user = await /*A2*/getUser(); return { title: user.name }; }\nexport default async function Page() { const orders = await /*B2*/fetch(URL); return <main>{orders.n}</main>; }",
      )
        .replace("/*B2*/getOrders", "getOrders")
        .replace("/*B1*/ask", "ask")
        .replace("/*AB*/", "/*A*/")
        .replace("/*B2*/fetch", "/*B*/fetch"),
    },
    "layout and page": {
      expected: "parallel",
      code: `${app("export default async function Page() { return <p>{(await /*B*/fetch(URL)).n}</p>; }").replace("/*B2*/", "").replace("/*B1*/", "").replace("/*AB*/", "/*A*/")}\n// @file src/app/layout.tsx\nimport { getUser } from "@/lib/shop";\nexport default async function Layout({ children }) { const user = await /*A2*/getUser(); return <html><body>{user.name}{children}</body></html>; }\n`,
    },
  });
});

/** The page is in neither of the two stacks. */
const drawn = (name: string, more = ""): string => `
// @file src/app/shop/page.tsx
import { Orders } from "@/components/orders";
import { Name } from "@/components/name";
export default function Page() { return <main><Name>${name}</Name></main>; }
${more}
// @file src/components/name.tsx
import { getUser } from "@/lib/shop";
BODY
${ORDERS}`;
const NAME =
  "export async function Name({ children }) { const user = await /*A2*/getUser(); return <b>{user.name}{children}</b>; }";
const GATE =
  "export async function Name({ children }) { const user = await /*A2*/getUser(); return user.open ? <b>{children}</b> : null; }";
const OTHER_PAGE = `
// @file src/app/other/page.tsx
import { Orders } from "@/components/orders";
import { Name } from "@/components/name";
export default function Page() { return <main><Name />{[1, 2].map((id) => <Orders key={id} of={id} />)}</main>; }`;

describe("components that only a third one draws", () => {
  related({
    "one inside the other": {
      expected: "independent",
      kind: "parent-child",
      code: drawn("<Orders />").replace("BODY", NAME),
    },
    "one inside the other, if it may": { expected: "guard", code: drawn("<Orders />").replace("BODY", GATE) },
    "side by side": { expected: "parallel", code: drawn("</Name><Orders /><Name>").replace("BODY", NAME) },
    "side by side on one page, inside on another": {
      expected: "guard",
      code: drawn("<Orders />", OTHER_PAGE).replace("BODY", GATE),
    },
    "inside only on another page": {
      expected: "independent",
      code: drawn("<Orders />", OTHER_PAGE).replace("BODY", NAME),
    },
    "drawn by nobody": { expected: "unknown", code: drawn("None").replace("BODY", NAME) },
  });
});
