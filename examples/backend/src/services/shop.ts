import { between, opaqueId, pick } from "../seeded.ts";
import { created, failed, ok, type Service } from "../service.ts";

const PAGE = 20;
const EXPORT_PAGES = 4;

export const shop: readonly Service[] = [
  {
    method: "GET",
    path: "/config/shop",
    latency: 100,
    respond: () =>
      ok({ supportEmail: "help@shop.example", freeShippingFrom: 60, features: { wishlists: true, giftCards: false } }),
  },
  { method: "GET", path: "/config/flags", latency: 2, respond: () => ok({ newCheckout: true, darkMode: true }) },
  {
    method: "GET",
    path: "/config/locale",
    latency: 2,
    respond: () => ok({ locale: "en-GB", timeZone: "Europe/Oslo" }),
  },
  {
    method: "GET",
    path: "/accounts/{user}",
    latency: 150,
    respond: ({ seed, params }) => {
      const key = `${seed}/account/${params["user"]}`;
      return ok({
        user: params["user"],
        balance: between(key, 0, 90_000) / 100,
        loyalty: between(`${key}/points`, 0, 4000),
      });
    },
  },
  {
    method: "GET",
    path: "/carts/{cart}",
    latency: 160,
    respond: ({ seed, params }) => {
      const key = `${seed}/cart/${params["cart"]}`;
      const items = Array.from({ length: between(key, 3, 6) }, (_, index) => ({
        sku: opaqueId("sku", `${key}/${index}`),
        quantity: between(`${key}/${index}/quantity`, 1, 3),
      }));
      return ok({ id: params["cart"], items });
    },
  },
  {
    method: "GET",
    path: "/addresses/{user}",
    latency: 60,
    respond: ({ seed, params }) => {
      const key = `${seed}/address/${params["user"]}`;
      return ok({ zip: String(between(key, 10_000, 99_999)), city: pick(key, ["Oslo", "Porto", "Utrecht", "Lyon"]) });
    },
  },
  {
    method: "GET",
    path: "/shipping/quotes",
    latency: 120,
    respond: ({ seed, query }) =>
      ok({ zip: query.get("zip"), amount: between(`${seed}/quote/${query.get("zip")}`, 390, 1290) / 100 }),
  },
  {
    // The parcel carrier turns away every third first try and answers the next.
    method: "GET",
    path: "/shipping/carrier-rates",
    latency: 70,
    respond: ({ seed, query, ledger }) => {
      const seen = ledger.count(`rates/${query.get("zip")}`);
      if (seen % 2 === 1 && between(`${seed}/${query.get("zip")}`, 0, 2) === 0) return failed(503, "carrier_busy");
      return ok({ zip: query.get("zip"), days: between(`${seed}/days/${query.get("zip")}`, 1, 6) });
    },
  },
  {
    method: "GET",
    path: "/orders",
    latency: 130,
    respond: ({ seed, query }) => {
      const user = query.get("user") ?? "";
      return ok({
        orders: [1, 2, 3].map((step) => ({
          id: opaqueId("ord", `${seed}/${user}/${step}`),
          total: between(`${user}/${step}`, 10, 400),
        })),
      });
    },
  },
  {
    method: "GET",
    path: "/orders/export",
    latency: 65,
    respond: ({ seed, query }) => {
      const page = query.get("cursor") === null ? 0 : Number((query.get("cursor") ?? "").split("-")[1]);
      if (!Number.isInteger(page) || page < 0 || page >= EXPORT_PAGES) return failed(400, "bad_cursor");
      const ids = Array.from({ length: PAGE }, (_, index) => opaqueId("ord", `${seed}/export/${page}/${index}`));
      const next = page + 1 < EXPORT_PAGES ? `${opaqueId("cur", `${seed}/${page}`)}-${page + 1}` : null;
      return ok({ orders: ids, next });
    },
  },
  {
    method: "GET",
    path: "/orders/{id}",
    latency: 95,
    respond: ({ seed, params, ledger }) => {
      const id = params["id"] ?? "";
      const key = `${seed}/order/${id}`;
      const status = pick(key, ["draft", "draft", "draft", "paid", "shipped"]);
      return ok(ledger.get(id) ?? { id, status, invoiceId: opaqueId("inv", key), total: between(key, 10, 400) });
    },
  },
  {
    method: "GET",
    path: "/invoices/{id}",
    latency: 180,
    respond: ({ seed, params }) =>
      ok({ id: params["id"], lines: between(`${seed}/${params["id"]}`, 1, 9), pdf: `/files/${params["id"]}.pdf` }),
  },
  {
    method: "POST",
    path: "/orders",
    latency: 140,
    respond: ({ body, ledger }) => created(ledger.create("ord", { ...body, status: "placed" })),
  },
  {
    method: "PUT",
    path: "/orders/{id}",
    latency: 110,
    respond: ({ params, body, ledger }) => {
      const changed = ledger.update(params["id"] ?? "", body);
      return changed === undefined ? failed(404, "no_such_order") : ok(changed);
    },
  },
  {
    method: "PUT",
    path: "/stock/{sku}/reservation",
    latency: 90,
    respond: ({ params, body }) => ok({ sku: params["sku"], ...body }),
  },
];
