import { pick, token, whole } from "../../../upstream/seeded.ts";
import type { Upstream } from "../../../upstream/upstream.ts";
import { secretOf } from "../signing.ts";
import { byId, on } from "./route.ts";

/** Ships, parcels, payments, loans and what is looked up for them. */
export const TRADE: Upstream = [
  byId("/vessels/:id", 30, (id) => ({ name: token("MV ", id, 6), flag: pick(id, ["PA", "LR", "MT"]) })),
  byId("/vessels/:id/port-calls", 44, (id) => [
    { port: pick(id, ["Rotterdam", "Busan", "Santos"]), eta: "2026-12-03" },
  ]),
  on("GET", "/weather/north-sea", 26, () => ({ json: { wind: 7 } })),
  byId("/flights/:id", 22, (id) => ({ airport: pick(id, ["HAM", "ICN", "LIS"]), stand: whole(id, 1, 60) })),
  byId("/crew-plans/:id", 56, (id) => Array.from({ length: whole(id, 4, 9) }, (_, n) => token("crw_", id + n, 5))),
  on("GET", "/airports/:airport/gates/:stand", 33, ({ params: { airport = "", stand = "" } }) => ({
    json: { name: `${airport}-${stand}` },
  })),
  byId("/parcels/:id", 24, (id) => ({ weight: whole(id, 1, 30), depotId: token("dep_", id, 6) })),
  byId("/depots/:id", 38, (id) => ({ city: pick(id, ["Lyon", "Gdansk", "Porto"]) })),
  on("GET", "/tariffs/current", 29, () => ({ json: { perKilo: 120 } })),
  byId("/duties/:id", 35, (id) => ({ percent: whole(id, 0, 20) })),
  byId("/restrictions/:id", 28, (id) => ({ forbidden: whole(id, 0, 5) === 0 })),
  on("GET", "/holidays/customs", 20, () => ({ json: ["2026-12-25"] })),
  byId("/loyalty/:id", 32, (id) => ({ points: whole(id, 0, 5000) })),
  byId("/segments/:id", 27, (id) => ({ segment: pick(id, ["new", "regular", "vip"]) })),
  byId("/signing-keys/:id", 21, (id) => ({ secret: secretOf(id) })),
  byId("/deliveries/:id", 25, (id) => ({ seen: whole(id, 0, 3) === 0 })),
  on("PUT", "/deliveries/:id", 18, () => ({ json: { seen: true } })),
  on("POST", "/ledger-entries", 31, () => ({ status: 201, json: { booked: true } })),
  on("GET", "/receipts/primary/:id", 23, ({ params: { id = "" } }) =>
    whole(id, 0, 2) === 0 ? { status: 503, json: { error: "down" } } : { json: { id, cents: whole(id, 100, 9000) } },
  ),
  byId("/receipts/replica/:id", 39, (id) => ({ id, cents: whole(id, 100, 9000) })),
  byId("/loans/:id", 28, (id) => ({
    id,
    currency: "EUR",
    grade: pick(id, ["A", "B", "C"]),
    euros: whole(id, 1000, 400_000),
  })),
  on("GET", "/base-rates/:currency", 34, () => ({ json: { percent: 3 } })),
  on("GET", "/risk-tables/:grade", 24, ({ params: { grade = "" } }) => ({
    json: { percent: { A: 1, B: 2, C: 4 }[grade] ?? 9 },
  })),
  on("POST", "/rate-limiter/geocode/take", 15, () => ({ json: { granted: true } })),
  on("GET", "/geo/:place", 40, ({ params: { place = "" } }) => ({
    json: { lat: whole(place, -80, 80), lon: whole(`${place} lon`, -170, 170) },
  })),
  byId("/catalog/:id", 26, (id) => ({ name: `Article ${id}`, supplier: { code: `SUP-${whole(id, 100, 140)}` } })),
  byId("/suppliers/:id", 35, (id) => ({ country: pick(id, ["DE", "KR", "PT"]) })),
  on("PATCH", "/preferences/:id", 27, () => ({ json: { stored: true } })),
  on("POST", "/edge-cache/purge", 16, () => ({ status: 202, json: { purged: true } })),
  byId("/preferences/:id", 22, (id) => ({ id, locale: pick(id, ["de", "ko"]) })),
];
