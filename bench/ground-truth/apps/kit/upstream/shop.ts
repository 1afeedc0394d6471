import type { Upstream } from "../../../upstream/upstream.ts";
import { pick, token, whole } from "../../../upstream/seeded.ts";
import { fieldsOf, get, post } from "./route.ts";

/** Carts, prices, orders, stock and what a quote is made of. */
export const SHOP: Upstream = [
  get("/carts/:id", 24, ({ params: { id = "" } }) => ({
    json: {
      id,
      items: Array.from({ length: whole(id, 2, 5) }, (_, n) => ({
        sku: token("sku_", id + n, 7),
        quantity: whole(id + n, 1, 12),
      })),
    },
  })),
  get("/prices/:sku", 18, ({ params: { sku = "" } }) => ({
    json: { cents: whole(sku, 99, 9999), ...(whole(`${sku} bulk`, 0, 1) === 0 ? { from: 6 } : {}) },
  })),
  get("/buyers/:id", 27, ({ params: { id = "" } }) => ({
    json: { name: token("Buyer ", id, 5), discountPercent: pick(id, [0, 0, 5, 10]) },
  })),
  get("/shipping-zones/:country", 33, ({ params: { country = "" } }) => ({
    json: { shippingCents: whole(country, 290, 1990) },
  })),
  post("/reservations", 30, (request) => {
    const { sku } = fieldsOf(request);
    return {
      status: 201,
      json: { reservation: token("rsv_", JSON.stringify(request.body)), unitCents: whole(String(sku), 500, 20_000) },
    };
  }),
  post("/payments", 45, (request) => ({ status: 201, json: { id: token("pay_", JSON.stringify(request.body)) } })),
  post("/orders", 28, (request) => ({ status: 201, json: { number: token("N", JSON.stringify(request.body), 8) } })),
  get("/orders/:number", 20, ({ params: { number = "" } }) => ({ json: { number, state: "placed" } })),
  get("/flags/:flag/for/:unit", 16, ({ params: { unit = "" } }) => ({
    json: { variant: whole(unit, 0, 2) === 0 ? "on" : "off" },
  })),
  get("/offers/:sku", 34, ({ params: { sku = "" } }) => ({ json: { percentOff: whole(sku, 3, 30) } })),
  get("/fx/:pair", 22, ({ params: { pair = "" }, earlier }) => {
    const failures = whole(pair, 0, 2);
    // Counted in rounds, as traffic asks for a pair again and again.
    if (earlier % (failures + 1) < failures) return { status: 503, json: { error: "busy" } };
    return { json: { value: whole(pair, 5000, 20_000) / 10_000 } };
  }),
  get("/customers/:id/terms", 26, ({ params: { id = "" } }) => ({
    json: {
      currency: pick(id, ["EUR", "USD", "KRW"]),
      rebateGroup: pick(`${id} group`, ["GOLD", "SILVER", "STANDARD"]),
    },
  })),
  get("/rebates/:group", 31, ({ params: { group = "" } }) => ({
    json: { percent: { gold: 12, silver: 7, standard: 2 }[group] ?? 0 },
  })),
  get("/warehouses/:warehouse/stock/:sku", 21, ({ params: { warehouse = "", sku = "" } }) => ({
    json: { available: Math.max(0, whole(`${warehouse} ${sku}`, -30, 20)) },
  })),
  get("/invoices/:number", 28, ({ params: { number = "" } }) => ({
    json: { number, cents: whole(number, 1000, 90_000) },
  })),
  get("/dunning/:number", 24, ({ params: { number = "" } }) => ({ json: { level: whole(number, 0, 3) } })),
];
