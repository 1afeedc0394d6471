import { personOf } from "../apps/kit/data/people.ts";
import type { Case, Visit, VisitRequest } from "./case.ts";
import { wait } from "./wait.ts";

function order(path: string, { user, n }: Visit): VisitRequest {
  const { id, country } = personOf(user);
  return {
    method: "POST",
    path,
    json: { customer: id, country, sku: `sku-${(user * 7 + n) % 300}`, quantity: 1 + (n % 4) },
  };
}

function settings(area: string, { user, n }: Visit): VisitRequest {
  const { id, login } = personOf(user);
  return {
    method: "POST",
    path: `/${area}/${id}?/rename`,
    headers: { origin: "https://forms.example.com", accept: "text/html" },
    form: { handle: `${login}-${n % 8}` },
  };
}

/** Endpoints and form actions that change something. */
export const KIT_WRITE_CASES: readonly Case[] = [
  {
    id: "kit/checkout",
    app: "kit",
    route: "POST /api/orders",
    about: "Two reads that could be one wait, then stock, money, order and the order as stored: in that order.",
    classes: ["serial", "write-order", "data-transform", "read-back", "transaction"],
    statuses: [201],
    request: (visit) => order("/api/orders", visit),
    twin: (visit) => order("/api/orders-fast", visit),
    twinRoute: "POST /api/orders-fast",
    waits: [
      wait("GET /buyers/*", "GET /shipping-zones/*", "needless", "Both are asked for by fields of the posted basket."),
      wait(
        "GET /shipping-zones/*",
        "POST /reservations",
        "order",
        "Nothing may be reserved if the reads before it fail.",
      ),
      wait("POST /reservations", "POST /payments", "data", "The amount is made of the reservation's unit price."),
      wait("POST /payments", "POST /orders", "order", "The order may only be there once it is paid."),
      wait(
        "POST /orders",
        "GET /orders/*",
        "data",
        "The stored order is read by the number it was given, after it was stored.",
      ),
      wait("GET /buyers/*", "POST /reservations", "order", "Nothing may be reserved if the reads before it fail."),
      wait("GET /buyers/*", "POST /payments", "data", "The buyer's discount is in the amount."),
      wait("GET /buyers/*", "POST /orders", "data", "The buyer's name is in the order."),
      wait("GET /buyers/*", "GET /orders/*", "data", "Through the order, whose number is made of what was ordered."),
      wait("GET /shipping-zones/*", "POST /payments", "data", "The zone's shipping is in the amount."),
      wait("GET /shipping-zones/*", "POST /orders", "order", "No order may be made if the reads before it fail."),
      wait(
        "GET /shipping-zones/*",
        "GET /orders/*",
        "order",
        "The stored order is read after everything that makes it.",
      ),
      wait("POST /reservations", "POST /orders", "data", "The order names the reservation."),
      wait(
        "POST /reservations",
        "GET /orders/*",
        "data",
        "Through the order, whose number is made of the reservation too.",
      ),
      wait("POST /payments", "GET /orders/*", "order", "The stored order is read after everything that makes it."),
    ],
    needless: [
      {
        kind: "serial",
        places: [{ file: "src/routes/api/orders/+server.ts", function: "POST" }],
        startTogether: ["GET /buyers/*", "GET /shipping-zones/*"],
      },
    ],
    interventions: [
      {
        call: "GET /buyers/*",
        answer: { json: { name: "Other", discountPercent: 50 } },
        why: "Payment and order change; the zone is asked for as before.",
      },
      {
        call: "POST /reservations",
        answer: { status: 201, json: { reservation: "rsv_x", unitCents: 1 } },
        why: "Another amount is paid.",
      },
      { call: "POST /payments", answer: { status: 402, json: {} }, why: "No order is made." },
    ],
  },
  {
    id: "kit/transfer-transaction",
    app: "kit",
    route: "POST /api/transfers",
    about: "Debit, credit and commit in one ledger transaction, rolled back if the money does not suffice.",
    classes: ["transaction", "write-order", "data-copy", "fail-fast"],
    statuses: [201, 422],
    request: ({ user, n }) => ({
      method: "POST",
      path: "/api/transfers",
      json: {
        from: personOf(user).id,
        to: personOf((user + 1) % 200).id,
        cents: 500 + ((user * 31 + n * 997) % 150_000),
      },
    }),
    waits: [
      wait(
        "POST /ledger/transactions",
        "POST /ledger/transactions/*/debits",
        "data",
        "The debit names the transaction that was begun.",
      ),
      wait(
        "POST /ledger/transactions/*/debits",
        "POST /ledger/transactions/*/credits",
        "order",
        "Nothing is credited unless the debit was booked in the same transaction.",
      ),
      wait(
        "POST /ledger/transactions/*/debits",
        "PUT /ledger/transactions/*/rollback",
        "guard",
        "Rolled back only because the debit failed.",
      ),
      wait(
        "POST /ledger/transactions/*/credits",
        "PUT /ledger/transactions/*/commit",
        "order",
        "Committed once both are booked.",
      ),
      wait(
        "POST /ledger/transactions",
        "POST /ledger/transactions/*/credits",
        "data",
        "The credit names the transaction that was begun.",
      ),
      wait(
        "POST /ledger/transactions",
        "PUT /ledger/transactions/*/commit",
        "data",
        "The commit names the transaction that was begun.",
      ),
      wait(
        "POST /ledger/transactions",
        "PUT /ledger/transactions/*/rollback",
        "data",
        "The rollback names the transaction that was begun.",
      ),
      wait(
        "POST /ledger/transactions/*/debits",
        "PUT /ledger/transactions/*/commit",
        "order",
        "Committed once both are booked.",
      ),
      wait(
        "POST /ledger/transactions/*/credits",
        "PUT /ledger/transactions/*/rollback",
        "guard",
        "Rolled back only because the credit failed.",
      ),
    ],
    needless: [],
    interventions: [
      {
        call: "POST /ledger/transactions/*/debits",
        answer: { status: 422, json: {} },
        why: "Rolled back instead of credited.",
      },
      {
        call: "POST /ledger/transactions",
        answer: { status: 201, json: { tx: "tx_other" } },
        why: "Everything is booked in the other transaction.",
      },
    ],
  },
  {
    id: "kit/address-read-back",
    app: "kit",
    route: "PUT /api/addresses/[id]",
    about: "An address is stored and read again, by the id of the URL.",
    classes: ["read-back", "write-order", "prior-source"],
    request: ({ user, n }) => ({
      method: "PUT",
      path: `/api/addresses/adr-${user * 4 + (n % 4)}`,
      json: { street: `Ring ${user + n}`, zip: String(10_000 + user * 97) },
    }),
    waits: [wait("PUT /addresses/*", "GET /addresses/*", "order", "The read shall show what the write stored.")],
    needless: [],
    interventions: [
      { call: "PUT /addresses/*", answer: { status: 500, json: {} }, why: "After a failed write nothing is read." },
    ],
  },
  {
    id: "kit/rename-action",
    app: "kit",
    route: "POST /settings/[id]",
    about: "A form action reads seats and languages one by one, then checks the handle, stores it and reads it back.",
    classes: ["serial", "fail-fast", "write-order", "read-back"],
    statuses: [200, 409],
    request: (visit) => settings("settings", visit),
    twin: (visit) => settings("settings-fast", visit),
    twinRoute: "POST /settings-fast/[id]",
    waits: [
      wait(
        "GET /seats/*",
        "GET /languages",
        "needless",
        "The languages are the same for everyone, however many seats are left.",
      ),
      wait(
        "GET /languages",
        "GET /handles/*",
        "needless",
        "The handle comes from the form; looking it up is a read that nothing before it decides on.",
      ),
      wait("GET /handles/*", "PUT /profiles/*", "guard", "A handle somebody has fails the form; nothing is stored."),
      wait("PUT /profiles/*", "GET /profiles/*", "order", "The read shall show what the write stored."),
      wait("GET /seats/*", "GET /handles/*", "needless", "The handle comes from the form; the seats are only shown."),
      wait("GET /seats/*", "PUT /profiles/*", "order", "Nothing may be stored if the reads before it fail."),
      wait("GET /languages", "PUT /profiles/*", "order", "Nothing may be stored if the reads before it fail."),
      wait(
        "GET /seats/*",
        "GET /profiles/*",
        "order",
        "The profile is read after the write, which comes after the reads.",
      ),
      wait(
        "GET /languages",
        "GET /profiles/*",
        "order",
        "The profile is read after the write, which comes after the reads.",
      ),
      wait("GET /handles/*", "GET /profiles/*", "guard", "A handle somebody has fails the form; nothing is read back."),
    ],
    needless: [
      {
        kind: "serial",
        places: [{ file: "src/routes/settings/[id]/+page.server.ts" }],
        startTogether: ["GET /seats/*", "GET /languages", "GET /handles/*"],
      },
    ],
    interventions: [
      { call: "GET /seats/*", answer: { json: { left: 0 } }, why: "Without a seat left all is sent as before." },
      { call: "GET /handles/*", answer: { json: { id: "usr_other" } }, why: "Nothing is stored." },
      { call: "GET /handles/*", answer: { status: 404, json: {} }, why: "The handle is stored and read back." },
    ],
  },
  {
    id: "kit/signup-action",
    app: "kit",
    route: "POST /signup",
    about: "A risk check fails the form; else an account is made, welcomed by mail, and redirected to.",
    classes: ["fail-fast", "write-order", "guard-redirect"],
    statuses: [303, 422],
    request: ({ user, n }) => ({
      method: "POST",
      path: "/signup",
      headers: { origin: "https://forms.example.com", accept: "text/html" },
      form: { email: `${n % 6}.${personOf(user).email}` },
    }),
    waits: [
      wait("GET /risk/*", "POST /signups", "guard", "A high risk fails the form before an account is made."),
      wait("POST /signups", "POST /mails", "order", "Nobody is welcomed before there is an account."),
      wait("GET /risk/*", "POST /mails", "guard", "A high risk fails the form before anybody is written to."),
    ],
    needless: [],
    interventions: [
      { call: "GET /risk/*", answer: { json: { risk: "high" } }, why: "Neither account nor mail." },
      { call: "POST /signups", answer: { status: 500, json: {} }, why: "No mail." },
    ],
  },
];
