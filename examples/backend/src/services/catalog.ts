import { between, opaqueId, pick, share } from "../seeded.ts";
import { failed, ok, type Service } from "../service.ts";

const CATEGORIES = ["tents", "lamps", "bikes", "plants", "coffee", "knitwear"] as const;
const NAMES = ["Meridian", "Willow", "Basalt", "Harbour", "Juniper", "Lantern", "Osprey", "Quartz"] as const;

function productOf(seed: number, id: string): Record<string, unknown> {
  const key = `${seed}/product/${id}`;
  return {
    id,
    name: `${pick(key, NAMES)} ${between(key, 10, 99)}`,
    categoryId: opaqueId("cat", pick(`${key}/category`, CATEGORIES)),
    brandId: opaqueId("brand", `${between(`${key}/brand`, 1, 9)}`),
    sku: opaqueId("sku", key),
    discontinued: share(`${key}/discontinued`) < 0.1,
  };
}

function priceOf(seed: number, sku: string): Record<string, unknown> {
  return { sku, amount: between(`${seed}/price/${sku}`, 900, 24_900) / 100, currency: "EUR" };
}

export const catalog: readonly Service[] = [
  {
    method: "GET",
    path: "/catalog/products/{id}",
    latency: 80,
    respond: ({ seed, params }) => {
      const id = params["id"] ?? "";
      if (!/^prd-\d{1,4}$/.test(id)) return failed(404, "no_such_product");
      // One product's row is broken upstream, as there always is one.
      if (id === "prd-13") return failed(500, "row_unreadable");
      return ok(productOf(seed, id));
    },
  },
  {
    method: "GET",
    path: "/catalog/categories/{id}",
    latency: 70,
    respond: ({ params }) =>
      ok({ id: params["id"], title: `Category ${params["id"]}`, shelf: opaqueId("shelf", params["id"] ?? "") }),
  },
  {
    method: "GET",
    path: "/catalog/shelves/{id}",
    latency: 90,
    respond: ({ seed, params }) =>
      ok({
        id: params["id"],
        products: [1, 2, 3, 4].map((step) => `prd-${between(`${seed}/${params["id"]}/${step}`, 20, 99)}`),
      }),
  },
  {
    method: "GET",
    path: "/catalog/brands/{id}",
    latency: 60,
    respond: ({ params }) => ok({ id: params["id"], name: `Brand ${(params["id"] ?? "").slice(-4)}` }),
  },
  {
    method: "GET",
    path: "/catalog/search",
    latency: 130,
    respond: ({ seed, query }) => {
      const text = query.get("q") ?? "";
      return ok({
        total: 24,
        hits: [1, 2, 3, 4, 5].map((step) => productOf(seed, `prd-${between(`${seed}/${text}/${step}`, 20, 99)}`)),
      });
    },
  },
  {
    method: "GET",
    path: "/catalog/promotions",
    latency: 110,
    respond: ({ person }) => ok({ promotions: [{ code: "SPRING", audience: person?.plan ?? "everyone" }] }),
  },
  {
    method: "GET",
    path: "/reviews/{product}",
    latency: 140,
    respond: ({ seed, params }) => {
      const key = `${seed}/reviews/${params["product"]}`;
      return ok({
        product: params["product"],
        average: between(key, 30, 50) / 10,
        count: between(`${key}/count`, 3, 400),
      });
    },
  },
  {
    method: "GET",
    path: "/stock/{sku}",
    latency: 75,
    respond: ({ seed, params }) =>
      ok({ sku: params["sku"], available: between(`${seed}/stock/${params["sku"]}`, 0, 40) }),
  },
  {
    method: "GET",
    path: "/prices/{sku}",
    latency: 55,
    respond: ({ seed, params }) => ok(priceOf(seed, params["sku"] ?? "")),
  },
  {
    method: "GET",
    path: "/prices",
    latency: 70,
    respond: ({ seed, query }) =>
      ok({
        prices: (query.get("skus") ?? "")
          .split(",")
          .filter(Boolean)
          .slice(0, 100)
          .map((sku) => priceOf(seed, sku)),
      }),
  },
];
