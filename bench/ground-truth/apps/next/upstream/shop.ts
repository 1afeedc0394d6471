import type { Upstream } from "../../../upstream/upstream.ts";
import { PEOPLE, personById, scatter, scatterText } from "./people.ts";
import { CATEGORIES, PRODUCTS, basketOf, productBySku, productBySlug } from "./products.ts";
import { field, get, post } from "./route.ts";

const slugOf = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");

export const shop: Upstream = [
  get("/catalog/products/:slug", 24, ({ params }) => {
    const found = productBySlug(params["slug"]);
    return found && { ...found, categoryId: `cat-${CATEGORIES.indexOf(found.category)}` };
  }),
  get("/catalog/reviews/:slug", 37, ({ params }) => [
    { stars: 1 + scatterText(params["slug"]!, 6, 5), text: "Does what it says." },
    { stars: 1 + scatterText(params["slug"]!, 7, 5), text: "Would buy again." },
  ]),
  get("/catalog/related/:category", 32, ({ params }) =>
    PRODUCTS.filter(({ category }) => `cat-${CATEGORIES.indexOf(category)}` === params["category"])
      .slice(0, 3)
      .map(({ slug, name }) => ({ slug, name })),
  ),
  get("/carts/:id", 21, ({ params }) => {
    const n = Number(params["id"]!.replace("cart-", ""));
    return { id: params["id"], items: basketOf(n).map(({ sku }, at) => ({ sku, quantity: 1 + (at % 3) })) };
  }),
  get("/prices/:sku", 17, ({ params }) => ({ sku: params["sku"], cents: productBySku(params["sku"])?.cents ?? 1000 })),
  get("/carriers/:carrier/quote", 23, ({ params, query }) => ({
    carrier: params["carrier"],
    cents: 350 + scatterText(`${params["carrier"]}${query.get("cart")}`, 8, 900),
  })),
  get("/wishlists/:user", 20, ({ params }) => {
    const n = personById(params["user"])?.n ?? 0;
    return { items: n % 9 === 4 ? [] : basketOf(n + 1).map(({ slug }) => slug) };
  }),
  get("/promotions/wishlist", 26, () => ({ code: "WISH10", percent: 10 })),
  get("/catalog/facets/:category", 44, ({ params }) => ({
    colours: ["black", "oak"],
    count: scatterText(params["category"]!, 9, 30),
  })),
  get("/catalog/listing/:category", 29, ({ params }) =>
    PRODUCTS.filter(({ category }) => slugOf(category) === params["category"])
      .slice(0, 5)
      .map(({ name, cents }) => ({ name, cents })),
  ),
  get("/search/spelling", 15, ({ query }) => ({
    term: (query.get("q") ?? "").replaceAll("0", "o").replaceAll("Lmap", "Lamp"),
  })),
  get("/search/facets", 33, ({ query }) => ({ for: query.get("q"), brands: ["Norr", "Holm"] })),
  get("/search/products/:term", 30, ({ params }) =>
    PRODUCTS.filter(({ slug }) => slug.includes(params["term"]!))
      .slice(0, 4)
      .map(({ slug }) => slug),
  ),
  get(
    "/geo/locate",
    19,
    ({ query }) =>
      PEOPLE[Number(query.get("ip")?.split(".")[3] ?? 0) % 200] && {
        country: PEOPLE[Number(query.get("ip")?.split(".")[3] ?? 0) % 200]!.country,
        city: "somewhere",
      },
  ),
  get("/warehouses/:id/stock", 28, ({ params }) => ({
    warehouse: params["id"],
    units: 40 + scatterText(params["id"]!, 10, 300),
  })),
  get("/deals", 22, ({ query }) => {
    const seed = Number(query.get("week") ?? 0);
    return Array.from({ length: 4 }, (_, at) => ({
      id: `deal-${seed}-${at}`,
      percent: 5 + scatter(seed * 4 + at, 66, 60),
    }));
  }),
  get("/deals/:id/terms", 25, ({ params }) => ({ id: params["id"], text: `Terms of ${params["id"]}` })),
  post("/stock/reservations", 26, () => ({ held: true })),
  post("/orders", 38, (request) => ({ id: `o-${scatterText(field(request, "cart"), 11, 900_000)}`, state: "placed" })),
  post("/payments", 41, (request) => ({ id: `p-${scatterText(field(request, "order"), 12, 900_000)}` })),
  post("/audit", 12, () => ({ ok: true })),
  get("/products/:sku/specs", 25, ({ params }) => ({ sku: params["sku"], watts: scatterText(params["sku"]!, 13, 60) })),
];
