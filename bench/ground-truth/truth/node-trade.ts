import { signatureOf } from "../apps/node/signing.ts";
import { token } from "../upstream/seeded.ts";
import type { Case, Visit, VisitRequest } from "./case.ts";
import { wait } from "./wait.ts";

function payment({ user, n }: Visit): VisitRequest {
  const keyId = `wh-${user % 9}`;
  const body = { delivery: token("dlv_", `${user} ${n}`, 12), cents: 100 + ((user * 37 + n * 11) % 50_000) };
  // Every eleventh sender signs with a key that is not its own.
  const signature = signatureOf(user % 11 === 5 ? "stolen" : keyId, body);
  return {
    method: "POST",
    path: "/webhooks/payments",
    headers: { "x-key-id": keyId, "x-signature": signature },
    json: body,
  };
}

const imo = ({ user }: Visit): number => 9_100_000 + user * 131;
const flight = ({ user, n }: Visit): string => `WX${100 + ((user * 3 + n) % 700)}`;
const parcel = ({ user, n }: Visit): string => token("pc-", `${user} ${n % 5}`, 9);
const loan = ({ user }: Visit): string => `L-${4000 + user * 9}`;

/** Ships, parcels, payments, loans and what is looked up for them. */
export const NODE_TRADE_CASES: readonly Case[] = [
  {
    id: "node/vessel-serial",
    app: "node",
    route: "GET /vessels/:imo",
    about: "Three reads with undici's `request`, one after the other.",
    classes: ["serial", "constant-both-sides"],
    request: (visit) => ({ path: `/vessels/${imo(visit)}` }),
    twin: (visit) => ({ path: `/vessels-fast/${imo(visit)}` }),
    twinRoute: "GET /vessels-fast/:imo",
    waits: [
      wait("GET /vessels/*", "GET /vessels/*/port-calls", "needless", "Both are asked for by the URL's IMO number."),
      wait(
        "GET /vessels/*/port-calls",
        "GET /weather/north-sea",
        "needless",
        "The weather is the same for every ship.",
      ),
      wait("GET /vessels/*", "GET /weather/north-sea", "needless", "The weather is the same for every ship."),
    ],
    needless: [
      {
        kind: "serial",
        places: [{ file: "src/routes/shipping.ts" }],
        startTogether: ["GET /vessels/*", "GET /vessels/*/port-calls", "GET /weather/north-sea"],
      },
    ],
    interventions: [
      { call: "GET /vessels/*/port-calls", answer: { json: [] }, why: "The weather is read all the same." },
    ],
  },
  {
    id: "node/flight-barrier",
    app: "node",
    route: "GET /flights/:number",
    about: "A service of a container reads flight and crew together; the gate needs the flight alone.",
    classes: ["barrier", "data-copy", "short-enum"],
    request: (visit) => ({ path: `/flights/${flight(visit)}` }),
    twin: (visit) => ({ path: `/flights-fast/${flight(visit)}` }),
    twinRoute: "GET /flights-fast/:number",
    waits: [
      wait("GET /flights/*", "GET /airports/*/gates/*", "data", "Airport and stand in the path are the flight's."),
      wait(
        "GET /crew-plans/*",
        "GET /airports/*/gates/*",
        "needless",
        "Of the crew only the number goes into the answer.",
      ),
    ],
    needless: [
      {
        kind: "barrier",
        places: [
          { file: "src/flights/flight-service.ts", function: "overview" },
          { file: "src/flights/flight-service.ts" },
        ],
        startTogether: ["GET /crew-plans/*", "GET /airports/*/gates/*"],
      },
    ],
    interventions: [
      { call: "GET /flights/*", answer: { json: { airport: "OSL", stand: 99 } }, why: "Gate 99 in Oslo is asked for." },
      { call: "GET /crew-plans/*", answer: { json: [] }, why: "The same gate is asked for." },
    ],
  },
  {
    id: "node/parcel-callbacks",
    app: "node",
    route: "GET /legacy/parcels/:id",
    about: "Three nested callbacks of node:http: the depot needs the parcel, the tariffs need nothing.",
    classes: ["serial", "data-copy", "constant-both-sides"],
    request: (visit) => ({ path: `/legacy/parcels/${parcel(visit)}` }),
    twin: (visit) => ({ path: `/legacy/parcels-fast/${parcel(visit)}` }),
    twinRoute: "GET /legacy/parcels-fast/:id",
    waits: [
      wait("GET /parcels/*", "GET /depots/*", "data", "The depot is asked for by the parcel's depotId."),
      wait(
        "GET /depots/*",
        "GET /tariffs/current",
        "needless",
        "The tariffs are the same for every depot; a missing depot is a 502 either way.",
      ),
      wait(
        "GET /parcels/*",
        "GET /tariffs/current",
        "needless",
        "The tariffs are the same for every parcel; a missing parcel is a 502 either way.",
      ),
    ],
    needless: [
      {
        kind: "serial",
        places: [{ file: "src/legacy/parcels.ts" }],
        startTogether: ["GET /parcels/*", "GET /tariffs/current"],
      },
    ],
    interventions: [
      {
        call: "GET /parcels/*",
        answer: { json: { weight: 3, depotId: "dep_other" } },
        why: "The other depot is asked for.",
      },
      { call: "GET /depots/*", answer: { json: { city: "Oslo" } }, why: "The same tariffs are asked for." },
    ],
  },
  {
    id: "node/customs-series",
    app: "node",
    route: "GET /legacy/customs/:id",
    about: "A home-made `series` runs three callback tasks one by one.",
    classes: ["serial", "prior-source"],
    request: (visit) => ({ path: `/legacy/customs/${parcel(visit)}` }),
    twin: (visit) => ({ path: `/legacy/customs-fast/${parcel(visit)}` }),
    twinRoute: "GET /legacy/customs-fast/:id",
    waits: [
      wait("GET /duties/*", "GET /restrictions/*", "needless", "Both are asked for by the URL's shipment."),
      wait("GET /restrictions/*", "GET /holidays/customs", "needless", "The holidays are the same for every shipment."),
      wait("GET /duties/*", "GET /holidays/customs", "needless", "The holidays are the same for every shipment."),
    ],
    needless: [
      {
        kind: "serial",
        places: [{ file: "src/legacy/customs.ts" }, { file: "src/legacy/series.ts" }],
        startTogether: ["GET /duties/*", "GET /restrictions/*", "GET /holidays/customs"],
      },
    ],
    interventions: [{ call: "GET /duties/*", answer: { json: { percent: 0 } }, why: "The same calls follow." }],
  },
  {
    id: "node/card-bus",
    app: "node",
    route: "GET /cards/:customer",
    about: "An event bus awaits its listeners one by one; each reads something of its own.",
    classes: ["serial", "prior-source"],
    request: ({ user }) => ({ path: `/cards/${token("cus_", `trade ${user}`)}` }),
    twin: ({ user }) => ({ path: `/cards-fast/${token("cus_", `trade ${user}`)}` }),
    twinRoute: "GET /cards-fast/:customer",
    waits: [
      wait(
        "GET /loyalty/*",
        "GET /segments/*",
        "needless",
        "Both listeners ask by the event's customer and set a field of their own.",
      ),
    ],
    needless: [
      {
        kind: "serial",
        places: [
          { file: "src/events/bus.ts", function: "publish" },
          { file: "src/events/bus.ts" },
          { file: "src/routes/deliveries.ts" },
        ],
        startTogether: ["GET /loyalty/*", "GET /segments/*"],
      },
    ],
    interventions: [{ call: "GET /loyalty/*", answer: { json: { points: 0 } }, why: "The same segment is asked for." }],
  },
  {
    id: "node/payment-webhook",
    app: "node",
    route: "POST /webhooks/payments",
    about: "Signature, then whether the delivery was seen, then the booking, then the note that it was seen.",
    classes: ["guard-401", "fail-fast", "write-order", "prior-source"],
    statuses: [200, 401],
    request: payment,
    waits: [
      wait(
        "GET /signing-keys/*",
        "GET /deliveries/*",
        "guard",
        "The key's secret decides whether the signature holds; if not, nothing is asked.",
      ),
      wait("GET /deliveries/*", "POST /ledger-entries", "guard", "A delivery seen before is not booked again."),
      wait("POST /ledger-entries", "PUT /deliveries/*", "order", "Only a booked delivery may be noted as seen."),
      wait(
        "GET /signing-keys/*",
        "POST /ledger-entries",
        "guard",
        "A signature that does not hold is answered with 401 before anything is booked.",
      ),
      wait(
        "GET /signing-keys/*",
        "PUT /deliveries/*",
        "guard",
        "A signature that does not hold is answered with 401 before anything is noted.",
      ),
      wait("GET /deliveries/*", "PUT /deliveries/*", "guard", "A delivery seen before is not noted again."),
    ],
    needless: [],
    interventions: [
      {
        call: "GET /signing-keys/*",
        answer: { json: { secret: "other" } },
        why: "The signature does not hold: nothing is sent.",
      },
      { call: "GET /deliveries/*", answer: { json: { seen: true } }, why: "Nothing is booked." },
    ],
  },
  {
    id: "node/receipt-replica",
    app: "node",
    route: "GET /receipts/:id",
    about: "The replica is read in the catch of the primary.",
    classes: ["fail-fast", "prior-source"],
    request: ({ user, n }) => ({ path: `/receipts/${token("rc_", `${user} ${n % 3}`, 8)}` }),
    waits: [
      wait(
        "GET /receipts/primary/*",
        "GET /receipts/replica/*",
        "guard",
        "Only where the primary is down is the replica read.",
      ),
    ],
    needless: [],
    interventions: [
      { call: "GET /receipts/primary/*", answer: { json: { id: "x", cents: 1 } }, why: "The replica is not read." },
      { call: "GET /receipts/primary/*", answer: { status: 503, json: {} }, why: "The replica is read." },
    ],
  },
  {
    id: "node/loan-rate",
    app: "node",
    route: "GET /loans/:id/rate",
    about: "The base rate of EUR looks like the loan's currency, which is always EUR; the risk table needs the grade.",
    classes: ["serial", "constant-both-sides", "chance-equality", "short-enum", "decoy-name"],
    request: (visit) => ({ path: `/loans/${loan(visit)}/rate` }),
    twin: (visit) => ({ path: `/loans/${loan(visit)}/rate-fast` }),
    twinRoute: "GET /loans/:id/rate-fast",
    waits: [
      wait(
        "GET /loans/*",
        "GET /base-rates/*",
        "needless",
        "EUR is written into the code; the loan's currency is not read.",
      ),
      wait(
        "GET /base-rates/*",
        "GET /risk-tables/*",
        "needless",
        "The table is asked for by the loan's grade; the base rate is only added.",
      ),
      wait("GET /loans/*", "GET /risk-tables/*", "data", "The grade in the path is the loan's."),
    ],
    needless: [
      {
        kind: "serial",
        places: [{ file: "src/routes/finance.ts" }],
        startTogether: ["GET /loans/*", "GET /base-rates/*"],
      },
      {
        kind: "serial",
        places: [{ file: "src/routes/finance.ts" }],
        startTogether: ["GET /base-rates/*", "GET /risk-tables/*"],
      },
    ],
    interventions: [
      {
        call: "GET /loans/*",
        answer: { json: { id: "L-1", currency: "CHF", grade: "C", euros: 1 } },
        why: "Another risk table is asked for; the base rate stays that of EUR.",
      },
      { call: "GET /base-rates/*", answer: { json: { percent: 9 } }, why: "The same risk table is asked for." },
    ],
  },
  {
    id: "node/geocode-limiter",
    app: "node",
    route: "GET /geocode/:place",
    about: "A token is taken from a rate limiter before every look-up.",
    classes: ["fail-fast", "write-order"],
    statuses: [200, 429],
    request: ({ user, n }) => ({
      path: `/geocode/${["lyon", "busan", "recife", "oslo", "graz"][(user + n) % 5]}-${user}`,
    }),
    waits: [
      wait(
        "POST /rate-limiter/geocode/take",
        "GET /geo/*",
        "guard",
        "Without a token the answer is 429 and nothing is looked up.",
      ),
    ],
    needless: [],
    interventions: [
      { call: "POST /rate-limiter/geocode/take", answer: { json: { granted: false } }, why: "Nothing is looked up." },
    ],
  },
  {
    id: "node/label-once",
    app: "node",
    route: "GET /labels/:sku",
    about: "The product is remembered per request, so the second part of the label asks only for the supplier.",
    classes: ["cache-hit", "memo", "data-transform"],
    request: ({ user, n }) => ({ path: `/labels/sku-${user * 5 + (n % 5)}` }),
    waits: [
      wait(
        "GET /catalog/*",
        "GET /suppliers/*",
        "data",
        "The supplier's number is cut out of the code in the product.",
      ),
    ],
    needless: [],
    interventions: [
      {
        call: "GET /catalog/*",
        answer: { json: { name: "x", supplier: { code: "SUP-999" } } },
        why: "Supplier 999 is asked for.",
      },
    ],
  },
  {
    id: "node/preferences-purge",
    app: "node",
    route: "PATCH /preferences/:id",
    about: "Store, purge the edge cache, read back.",
    classes: ["write-order", "read-back", "prior-source"],
    request: ({ user, n }) => ({
      method: "PATCH",
      path: `/preferences/pref-${user}`,
      json: { locale: ["de", "ko", "fr"][n % 3] },
    }),
    waits: [
      wait(
        "PATCH /preferences/*",
        "POST /edge-cache/purge",
        "order",
        "A purge before the write would let the old value back in.",
      ),
      wait("POST /edge-cache/purge", "GET /preferences/*", "order", "The read goes through the cache that was purged."),
      wait("PATCH /preferences/*", "GET /preferences/*", "order", "The read shall show what was stored."),
    ],
    needless: [],
  },
];
