import { person, pick } from "../apps/next/upstream/people.ts";
import { CATEGORIES, product } from "../apps/next/upstream/products.ts";
import type { Case } from "./case.ts";

const categorySlug = (n: number): string =>
  pick(CATEGORIES, n)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-");

const QUERIES = ["Quiet%20Lmap", "S0lid", "Bright", "hub"];

export const SHOP_CASES: readonly Case[] = [
  {
    id: "next/shop-product",
    app: "next",
    route: "GET /shop/p/[slug]",
    about: "An unknown product is a 404; reviews by the URL's slug and related products by category follow.",
    classes: ["guard-404", "serial"],
    request: ({ user }) => ({ path: `/shop/p/${product(user).slug}` }),
    twin: ({ user }) => ({ path: `/shop/p/${product(user).slug}/twin` }),
    twinRoute: "GET /shop/p/[slug]/twin",
    waits: [
      {
        before: "GET /catalog/products/*",
        after: "GET /catalog/reviews/*",
        truth: "guard",
        why: "Without a product `notFound()` throws before the reviews are read.",
      },
      {
        before: "GET /catalog/reviews/*",
        after: "GET /catalog/related/*",
        truth: "needless",
        why: "Related products need the product's category, nothing of its reviews.",
      },
      {
        before: "GET /catalog/products/*",
        after: "GET /catalog/related/*",
        truth: "data",
        why: "The product's category is the path.",
      },
    ],
    needless: [
      {
        kind: "serial",
        places: [{ file: "app/shop/p/[slug]/page.tsx", function: "Page" }],
        startTogether: ["GET /catalog/reviews/*", "GET /catalog/related/*"],
      },
    ],
    interventions: [
      { call: "GET /catalog/products/*", answer: { status: 404, json: {} }, why: "No product: nothing more is read." },
      {
        call: "GET /catalog/reviews/*",
        answer: { json: [] },
        why: "No reviews: related products are read all the same.",
      },
    ],
  },
  {
    id: "next/shop-cart",
    app: "next",
    route: "GET /shop/cart/[cartId]",
    about: "Prices of a cart's items, one by one.",
    classes: ["loop", "data-copy"],
    request: ({ user }) => ({ path: `/shop/cart/cart-${user}` }),
    twin: ({ user }) => ({ path: `/shop/cart/cart-${user}/twin` }),
    twinRoute: "GET /shop/cart/[cartId]/twin",
    waits: [
      { before: "GET /carts/*", after: "GET /prices/*", truth: "data", why: "The item's SKU is the path." },
      {
        before: "GET /prices/*",
        after: "GET /prices/*",
        truth: "needless",
        why: "One price says nothing of the next.",
      },
    ],
    needless: [
      {
        kind: "loop",
        places: [{ file: "app/shop/cart/[cartId]/route.ts", function: "GET" }],
        startTogether: ["GET /prices/*"],
      },
    ],
    interventions: [
      {
        call: "GET /carts/*",
        answer: { json: { id: "cart-x", items: [{ sku: "SKU1", quantity: 1 }] } },
        why: "Only the price of SKU1 is asked for.",
      },
      {
        call: "GET /prices/*#1",
        answer: { json: { sku: "SKU1", cents: 0 } },
        why: "A first price of 0 changes no call.",
      },
    ],
  },
  {
    id: "next/shop-shipping",
    app: "next",
    route: "GET /shop/cart/[cartId]/shipping",
    about: "Quotes of four carriers, chained by reduce and then.",
    classes: ["loop"],
    request: ({ user }) => ({ path: `/shop/cart/cart-${user}/shipping` }),
    twin: ({ user }) => ({ path: `/shop/cart/cart-${user}/shipping/twin` }),
    twinRoute: "GET /shop/cart/[cartId]/shipping/twin",
    waits: [
      {
        before: "GET /carriers/*/quote",
        after: "GET /carriers/*/quote",
        truth: "needless",
        why: "The carriers are a list in the code; earlier quotes are only collected.",
      },
    ],
    needless: [
      {
        kind: "loop",
        places: [{ file: "app/shop/cart/[cartId]/shipping/route.ts" }],
        startTogether: ["GET /carriers/*/quote"],
      },
    ],
    interventions: [
      {
        call: "GET /carriers/*/quote#1",
        answer: { json: { carrier: "none", cents: 1 } },
        why: "The cheapest quote of all first: the others are asked all the same.",
      },
    ],
  },
  {
    id: "next/shop-wishlist",
    app: "next",
    route: "GET /shop/wishlist/[userId]",
    about: "The promotion is the same for everyone, but not read for an empty list.",
    classes: ["guard-empty"],
    request: ({ user }) => ({ path: `/shop/wishlist/${person(user).id}` }),
    waits: [
      {
        before: "GET /wishlists/*",
        after: "GET /promotions/wishlist",
        truth: "guard",
        why: "An empty wish list is answered without the promotion.",
      },
    ],
    needless: [],
    interventions: [{ call: "GET /wishlists/*", answer: { json: { items: [] } }, why: "Empty: no promotion is read." }],
  },
  {
    id: "next/shop-category",
    app: "next",
    route: "GET /shop/category/[slug]",
    about: "Facets are awaited before a branch on the URL that does not use them; the listing needs them in neither.",
    classes: ["late-await", "late-branch"],
    request: ({ user, n }) => ({ path: `/shop/category/${categorySlug(user)}${n % 4 === 3 ? "" : "?format=csv"}` }),
    twin: ({ user, n }) => ({ path: `/shop/category/${categorySlug(user)}/twin${n % 4 === 3 ? "" : "?format=csv"}` }),
    twinRoute: "GET /shop/category/[slug]/twin",
    waits: [
      {
        before: "GET /catalog/facets/*",
        after: "GET /catalog/listing/*",
        truth: "needless",
        why: "The listing is asked for by the URL's slug, and the branch looks at the URL alone.",
      },
    ],
    needless: [
      {
        kind: "late-await",
        places: [{ file: "app/shop/category/[slug]/route.ts", function: "GET" }],
        startTogether: ["GET /catalog/facets/*", "GET /catalog/listing/*"],
      },
    ],
    interventions: [
      {
        call: "GET /catalog/facets/*",
        answer: { json: { colours: [], count: 0 } },
        why: "No facets: the listing is asked for as before.",
      },
    ],
  },
  {
    id: "next/shop-search",
    app: "next",
    route: "GET /shop/search",
    about: "Facets by the query as typed, results by the slug of its corrected spelling.",
    classes: ["serial", "data-transform"],
    request: ({ user }) => ({ path: `/shop/search?q=${pick(QUERIES, user)}` }),
    twin: ({ user }) => ({ path: `/shop/search/twin?q=${pick(QUERIES, user)}` }),
    twinRoute: "GET /shop/search/twin",
    waits: [
      {
        before: "GET /search/spelling",
        after: "GET /search/facets",
        truth: "needless",
        why: "Facets are asked for by what was typed, not by what was corrected.",
      },
      {
        before: "GET /search/facets",
        after: "GET /search/products/*",
        truth: "needless",
        why: "Results need the spelling; brands are only passed on.",
      },
      {
        before: "GET /search/spelling",
        after: "GET /search/products/*",
        truth: "data",
        why: "The slug of the corrected term is the path.",
      },
    ],
    needless: [
      {
        kind: "serial",
        places: [{ file: "app/shop/search/route.ts", function: "GET" }],
        startTogether: ["GET /search/spelling", "GET /search/facets"],
      },
    ],
    interventions: [
      {
        call: "GET /search/facets",
        answer: { json: { for: "x", brands: ["None"] } },
        why: "Other brands change no call.",
      },
    ],
  },
  {
    id: "next/shop-stores",
    app: "next",
    route: "GET /shop/stores",
    about: "A country becomes a warehouse's code through a table in the code.",
    classes: ["data-transform"],
    request: ({ user }) => ({ path: "/shop/stores", headers: { "x-forwarded-for": `203.0.113.${user}` } }),
    waits: [
      {
        before: "GET /geo/locate",
        after: "GET /warehouses/*/stock",
        truth: "data",
        why: "The country looks up the warehouse; no text of the answer stands in the path.",
      },
    ],
    needless: [],
    interventions: [
      { call: "GET /geo/locate", answer: { json: { country: "CA", city: "Toronto" } }, why: "Canada reads yyz1." },
      { call: "GET /geo/locate", answer: { json: { country: "SG", city: "Singapore" } }, why: "Singapore reads sin1." },
    ],
  },
  {
    id: "next/shop-deals",
    app: "next",
    route: "GET /shop/deals",
    about: "The best of four deals is chosen, then its terms are read; a chain of thens.",
    classes: ["data-transform", "data-copy"],
    request: ({ user, n }) => ({ path: `/shop/deals?week=${1 + ((user + n) % 50)}` }),
    waits: [
      { before: "GET /deals", after: "GET /deals/*/terms", truth: "data", why: "The chosen deal's id is in the path." },
    ],
    needless: [],
    interventions: [
      {
        call: "GET /deals",
        answer: { json: [{ id: "deal-x", percent: 99 }] },
        why: "The terms of deal-x are read.",
      },
    ],
  },
  {
    id: "next/shop-checkout",
    app: "next",
    route: "POST /shop/checkout",
    about: "Reserve, order, pay, and after the response a line for the audit.",
    classes: ["write-order", "fire-and-forget", "data-copy"],
    statuses: [201],
    request: ({ user, n }) => ({
      method: "POST",
      path: "/shop/checkout",
      json: { cart: `cart-${user}-${n}`, email: person(user).email },
    }),
    waits: [
      {
        before: "POST /stock/reservations",
        after: "POST /orders",
        truth: "order",
        why: "An order may only be placed for stock that is held; nothing of the answer is sent.",
      },
      { before: "POST /orders", after: "POST /payments", truth: "data", why: "The order's id is paid for." },
      {
        before: "POST /payments",
        after: "POST /audit",
        truth: "order",
        why: "The audit line says that the checkout happened: it comes after the response by design.",
      },
      {
        before: "POST /stock/reservations",
        after: "POST /payments",
        truth: "order",
        why: "Nothing is paid for before the stock is held.",
      },
      {
        before: "POST /orders",
        after: "POST /audit",
        truth: "order",
        why: "The audit line says that the checkout happened.",
      },
      {
        before: "POST /stock/reservations",
        after: "POST /audit",
        truth: "order",
        why: "The audit line says that the checkout happened.",
      },
    ],
    needless: [],
    interventions: [{ call: "POST /orders", answer: { json: { id: "o-1" } }, why: "Order o-1 is paid for." }],
  },
  {
    id: "next/shop-compare",
    app: "next",
    route: "GET /shop/compare",
    about: "Three specs at once: nothing waits.",
    classes: ["parallel-already"],
    request: ({ user }) => ({
      path: `/shop/compare?${[0, 1, 2].map((at) => `sku=${product(user + at * 11).sku}`).join("&")}`,
    }),
    waits: [
      {
        before: "GET /products/*/specs",
        after: "GET /products/*/specs",
        truth: "not-waiting",
        why: "Both were started at once; the first was merely over when the second arrived.",
      },
    ],
    needless: [],
  },
];
