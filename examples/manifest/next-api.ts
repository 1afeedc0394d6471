import { type ExampleRequest, type ExampleRoute, get, type Turn } from "./example-route.ts";

const service = "next-app";
const SESSION = "GET /identity/session";

/** Products 20 to 99 all exist. */
function product(path: (id: string) => string): (turn: Turn) => ExampleRequest {
  return ({ n }) => ({ path: path(`prd-${20 + ((n * 7) % 80)}`) });
}

function order(path: (id: string) => string): (turn: Turn) => ExampleRequest {
  return ({ n }) => ({ path: path(`ord_${n % 90}`) });
}

/** Products that exist, one that does not and one whose row is broken. */
function anyProduct({ n }: Turn): ExampleRequest {
  const id = n % 10 === 4 ? "gone" : n % 10 === 7 ? "prd-13" : `prd-${20 + (n % 80)}`;
  return { path: `/api/products/${id}` };
}

const WATERFALLS: readonly ExampleRoute[] = [
  {
    service,
    key: "GET /api/account",
    about: "session, then config, then data of session.user.id",
    expectation: "waterfall",
    twin: "GET /api/account/fixed",
    findings: [
      {
        kind: "serial",
        places: [{ file: "app/api/account/route.ts", function: "GET" }],
        startTogether: [SESSION, "GET /config/shop"],
      },
    ],
    request: get("/api/account"),
  },
  {
    service,
    key: "POST /account",
    about: "the same as a Server Action",
    expectation: "waterfall",
    twin: "POST /account/fixed",
    findings: [
      {
        kind: "serial",
        places: [{ file: "app/account/actions.ts", function: "loadAccount" }],
        startTogether: [SESSION, "GET /config/shop"],
      },
    ],
    request: () => ({ path: "/account", serverAction: true }),
  },
  {
    service,
    key: "GET /api/cart",
    about: "a price per cart line, one after another",
    expectation: "waterfall",
    twin: "GET /api/cart/fixed",
    findings: [
      {
        kind: "loop",
        places: [{ file: "app/api/cart/route.ts", function: "GET" }],
        startTogether: ["GET /prices/*"],
      },
    ],
    request: get("/api/cart"),
  },
  {
    service,
    key: "GET /api/checkout",
    about: "a quote that waits for the cart and only needs the address",
    expectation: "waterfall",
    twin: "GET /api/checkout/fixed",
    findings: [
      {
        kind: "barrier",
        places: [{ file: "app/api/checkout/route.ts", function: "GET" }],
      },
    ],
    request: get("/api/checkout"),
  },
  {
    service,
    key: "GET /api/product-page/[id]",
    about: "seven calls in a row, a graph three deep",
    expectation: "waterfall",
    twin: "GET /api/product-page/[id]/fixed",
    findings: [
      {
        kind: "serial",
        places: [{ file: "app/api/product-page/[id]/route.ts", function: "GET" }],
        startTogether: ["GET /catalog/products/*", "GET /reviews/*"],
      },
    ],
    request: product((id) => `/api/product-page/${id}`),
  },
  {
    service,
    key: "GET /api/invoices/[order]",
    about: "an invoice awaited before a branch that never uses it",
    expectation: "waterfall",
    twin: "GET /api/invoices/[order]/fixed",
    findings: [
      {
        kind: "late-await",
        places: [{ file: "app/api/invoices/[order]/route.ts", function: "GET" }],
        undecided: "branches that leave a value unused are not looked for",
      },
    ],
    request: order((id) => `/api/invoices/${id}`),
  },
  {
    service,
    key: "GET /api/banner",
    about: "session, then promotions, behind an async helper that only passes the call on",
    expectation: "waterfall",
    twin: "GET /api/banner/fixed",
    findings: [
      {
        kind: "serial",
        places: [{ file: "app/api/banner/route.ts", function: "GET" }],
        startTogether: [SESSION, "GET /catalog/promotions"],
        undecided: "a promise returned by an async function leaves its callers out of the stack",
      },
    ],
    request: get("/api/banner"),
  },
];

const TWINS: readonly ExampleRoute[] = [
  {
    service,
    key: "GET /api/account/fixed",
    about: "config started early",
    expectation: "twin",
    request: get("/api/account/fixed"),
  },
  {
    service,
    key: "POST /account/fixed",
    about: "the Server Action, config started early",
    expectation: "twin",
    request: () => ({ path: "/account/fixed", serverAction: true }),
  },
  {
    service,
    key: "GET /api/cart/fixed",
    about: "prices six at a time",
    expectation: "twin",
    request: get("/api/cart/fixed"),
  },
  {
    service,
    key: "GET /api/checkout/fixed",
    about: "the quote right after the address",
    expectation: "twin",
    request: get("/api/checkout/fixed"),
  },
  {
    service,
    key: "GET /api/product-page/[id]/fixed",
    about: "the graph through better-all",
    expectation: "twin",
    request: product((id) => `/api/product-page/${id}/fixed`),
  },
  {
    service,
    key: "GET /api/invoices/[order]/fixed",
    about: "the invoice only where it is shown",
    expectation: "twin",
    request: order((id) => `/api/invoices/${id}/fixed`),
  },
  {
    service,
    key: "GET /api/banner/fixed",
    about: "both together",
    expectation: "twin",
    request: get("/api/banner/fixed"),
  },
];

const MUST_STAY: readonly ExampleRoute[] = [
  {
    service,
    key: "POST /api/orders",
    about: "create, reserve, confirm: writes in order",
    expectation: "must-not-flag",
    statuses: [201],
    request: ({ n }) => ({ path: "/api/orders", json: { sku: `sku_${n % 40}`, quantity: 1 + (n % 3) } }),
  },
  {
    service,
    key: "GET /api/products/[id]",
    about: "a single call",
    expectation: "must-not-flag",
    statuses: [200, 404, 502],
    request: anyProduct,
  },
  {
    service,
    key: "GET /api/preferences",
    about: "two calls of 2 ms: not worth it",
    expectation: "not-worth-it",
    request: get("/api/preferences"),
  },
  {
    service,
    key: "GET /api/reports/sales",
    about: "a guard: admins only",
    expectation: "must-not-flag",
    statuses: [200, 401, 403],
    request: get("/api/reports/sales"),
  },
  {
    service,
    key: "GET /api/products/[id]/recommendations",
    about: "a chain: each call needs the one before",
    expectation: "must-not-flag",
    request: product((id) => `/api/products/${id}/recommendations`),
  },
  {
    service,
    key: "GET /api/orders/export",
    about: "pages by cursor",
    expectation: "must-not-flag",
    request: get("/api/orders/export"),
  },
  {
    service,
    key: "GET /api/shipping/rates",
    about: "a call that is tried again",
    expectation: "must-not-flag",
    request: ({ n }) => ({ path: `/api/shipping/rates?zip=${10_000 + n}` }),
  },
];

export const NEXT_API: readonly ExampleRoute[] = [...WATERFALLS, ...TWINS, ...MUST_STAY];
