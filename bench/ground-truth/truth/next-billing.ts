import { person } from "../apps/next/upstream/people.ts";
import type { Case } from "./case.ts";

export const BILLING_CASES: readonly Case[] = [
  {
    id: "next/billing-summary",
    app: "next",
    route: "GET /api/billing/[userId]/summary",
    about: "A service out of a container reads usage, then the subscription, then the price of its plan's code.",
    classes: ["serial", "short-enum", "prior-source"],
    request: ({ user }) => ({ path: `/api/billing/${person(user).id}/summary` }),
    twin: ({ user }) => ({ path: `/api/billing/${person(user).id}/summary/twin` }),
    twinRoute: "GET /api/billing/[userId]/summary/twin",
    waits: [
      {
        before: "GET /billing/usage/*",
        after: "GET /billing/subscriptions/*",
        truth: "needless",
        why: "Both are asked for by the user of the URL, and usage is only reported.",
      },
      {
        before: "GET /billing/subscriptions/*",
        after: "GET /billing/plans/*",
        truth: "data",
        why: "The subscription's two-letter plan code is the path.",
      },
      {
        before: "GET /billing/usage/*",
        after: "GET /billing/plans/*",
        truth: "needless",
        why: "Usage is only reported; the plan's code in it is not read.",
      },
    ],
    needless: [
      {
        kind: "serial",
        places: [{ file: "lib/billing/billing-summary-service.ts", function: "summarise" }],
        startTogether: ["GET /billing/usage/*", "GET /billing/subscriptions/*"],
      },
    ],
    interventions: [
      {
        call: "GET /billing/subscriptions/*",
        answer: { json: { userId: "usr_0", planCode: "X9", seats: 1, currency: "EUR" } },
        why: "The price of X9 is asked for.",
      },
      {
        call: "GET /billing/usage/*",
        answer: { json: { userId: "usr_0", requests: 1, code: "ZZ" } },
        why: "The plan's code in the usage is not read.",
      },
    ],
  },
  {
    id: "next/billing-quote",
    app: "next",
    route: "GET /api/billing/[userId]/quote",
    about: "25 seats and EUR in the answer, 25 and EUR in the next query: both from constants of the code.",
    classes: ["serial", "chance-equality", "constant-both-sides"],
    request: ({ user }) => ({ path: `/api/billing/${person(user).id}/quote` }),
    twin: ({ user }) => ({ path: `/api/billing/${person(user).id}/quote/twin` }),
    twinRoute: "GET /api/billing/[userId]/quote/twin",
    waits: [
      {
        before: "GET /billing/subscriptions/*",
        after: "GET /billing/benchmarks",
        truth: "needless",
        why: "The sample's size and the currency are written in the code.",
      },
    ],
    needless: [
      {
        kind: "serial",
        places: [{ file: "app/api/billing/[userId]/quote/route.ts", function: "GET" }],
        startTogether: ["GET /billing/subscriptions/*", "GET /billing/benchmarks"],
      },
    ],
    interventions: [
      {
        call: "GET /billing/subscriptions/*",
        answer: { json: { userId: "usr_0", planCode: "T1", seats: 3, currency: "USD" } },
        why: "The sample stays at 25 and EUR.",
      },
    ],
  },
  {
    id: "next/billing-statement",
    app: "next",
    route: "GET /api/billing/[userId]/statement",
    about: "The tax rate needs the customer alone, but waits for the slow ledger too.",
    classes: ["barrier", "data-copy"],
    request: ({ user }) => ({ path: `/api/billing/${person(user).id}/statement` }),
    twin: ({ user }) => ({ path: `/api/billing/${person(user).id}/statement/twin` }),
    twinRoute: "GET /api/billing/[userId]/statement/twin",
    waits: [
      {
        before: "GET /billing/customers/*",
        after: "GET /billing/tax/*",
        truth: "data",
        why: "The customer's country is the path.",
      },
      {
        before: "GET /billing/ledger/*",
        after: "GET /billing/tax/*",
        truth: "needless",
        why: "The ledger is only summed up after the rate is known.",
      },
      {
        before: "GET /billing/customers/*",
        after: "GET /billing/ledger/*",
        truth: "not-waiting",
        why: "Both were started at once; the first was merely over when the second arrived.",
      },
    ],
    needless: [
      {
        kind: "barrier",
        places: [{ file: "app/api/billing/[userId]/statement/route.ts", function: "GET" }],
        startTogether: ["GET /billing/ledger/*", "GET /billing/tax/*"],
      },
    ],
    interventions: [
      {
        call: "GET /billing/customers/*",
        answer: { json: { id: "usr_0", legalName: "Else Ltd", country: "XX", defaultCard: "card_1" } },
        why: "The rate of XX is asked for.",
      },
      { call: "GET /billing/ledger/*", answer: { json: [] }, why: "An empty ledger changes no call." },
    ],
  },
  {
    id: "next/billing-charge",
    app: "next",
    route: "POST /api/billing/[userId]/charge",
    about: "A claimed key, the customer's card, the charge, its line in the ledger: nothing may move.",
    classes: ["transaction", "write-order", "data-copy", "fail-fast"],
    request: ({ user, n }) => ({
      method: "POST",
      path: `/api/billing/${person(user).id}/charge`,
      json: { idempotencyKey: `k-${person(user).sid}-${n}`, cents: 1200 + (n % 7) * 100 },
    }),
    waits: [
      {
        before: "POST /billing/idempotency/*",
        after: "GET /billing/customers/*",
        truth: "guard",
        why: "A key that was used before is answered with 409 at once.",
      },
      {
        before: "GET /billing/customers/*",
        after: "POST /billing/charges",
        truth: "data",
        why: "The customer's card is charged.",
      },
      {
        before: "POST /billing/charges",
        after: "POST /billing/ledger/*",
        truth: "order",
        why: "The ledger line may stand only when the charge went through, though it carries nothing of its answer.",
      },
      {
        before: "POST /billing/idempotency/*",
        after: "POST /billing/charges",
        truth: "guard",
        why: "A duplicate is answered before anything is charged.",
      },
      {
        before: "POST /billing/idempotency/*",
        after: "POST /billing/ledger/*",
        truth: "guard",
        why: "A duplicate is answered before anything is written.",
      },
      {
        before: "GET /billing/customers/*",
        after: "POST /billing/ledger/*",
        truth: "guard",
        why: "A customer that cannot be read ends the request before anything is written.",
      },
    ],
    needless: [],
    interventions: [
      {
        call: "POST /billing/idempotency/*",
        answer: { json: { key: "k", fresh: false } },
        why: "A duplicate: nothing is read or charged.",
      },
      {
        call: "GET /billing/customers/*",
        answer: { json: { id: "usr_0", legalName: "Else", country: "DE", defaultCard: "card_0" } },
        why: "Another card is charged.",
      },
    ],
  },
  {
    id: "next/billing-refund",
    app: "next",
    route: "POST /api/billing/[userId]/refund",
    about: "Two statements inside a transaction with an id of its own.",
    classes: ["transaction", "write-order"],
    request: ({ user, n }) => ({
      method: "POST",
      path: `/api/billing/${person(user).id}/refund`,
      json: { cents: 500 + (n % 5) * 50 },
    }),
    waits: [
      {
        before: "POST /billing/tx",
        after: "POST /billing/tx/*/debit",
        truth: "data",
        why: "The transaction's id is in the path.",
      },
      {
        before: "POST /billing/tx/*/debit",
        after: "POST /billing/tx/*/credit",
        truth: "order",
        why: "Statements of one transaction: the credit follows a debit that was accepted.",
      },
      {
        before: "POST /billing/tx/*/credit",
        after: "POST /billing/tx/*/commit",
        truth: "order",
        why: "The commit covers what came before it.",
      },
      {
        before: "POST /billing/tx",
        after: "POST /billing/tx/*/credit",
        truth: "data",
        why: "The transaction's id is in the path.",
      },
      {
        before: "POST /billing/tx",
        after: "POST /billing/tx/*/commit",
        truth: "data",
        why: "The transaction's id is in the path.",
      },
      {
        before: "POST /billing/tx/*/debit",
        after: "POST /billing/tx/*/commit",
        truth: "order",
        why: "The commit covers what came before it.",
      },
    ],
    needless: [],
    interventions: [
      { call: "POST /billing/tx", answer: { json: { tx: "tx_other" } }, why: "Every statement goes to tx_other." },
    ],
  },
  {
    id: "next/billing-dunning",
    app: "next",
    route: "GET /api/billing/[userId]/dunning",
    about: "`assertNotFrozen` returns nothing; its throw is what the next read waits for.",
    classes: ["fail-fast"],
    request: ({ user }) => ({ path: `/api/billing/${person(user).id}/dunning` }),
    waits: [
      {
        before: "GET /billing/freezes/*",
        after: "GET /billing/reminders/*",
        truth: "guard",
        why: "A frozen account is answered with 423, and no reminder is read.",
      },
    ],
    needless: [],
    interventions: [
      {
        call: "GET /billing/freezes/*",
        answer: { json: { userId: "usr_0", frozen: true } },
        why: "Frozen: no reminder is read.",
      },
    ],
  },
  {
    id: "next/billing-credit",
    app: "next",
    route: "GET /api/billing/[userId]/credit",
    about: "A token kept in a module variable: only the first request of a process sees the pair.",
    classes: ["memo", "hidden-state"],
    request: ({ user }) => ({ path: `/api/billing/${person(user).id}/credit` }),
    waits: [
      {
        before: "POST /oauth/token",
        after: "GET /partner/credit-score/*",
        truth: "data",
        why: "The token of the answer goes into the Authorization header.",
      },
    ],
    needless: [],
  },
];
