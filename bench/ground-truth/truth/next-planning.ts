import { person, pick } from "../apps/next/upstream/people.ts";
import type { Case } from "./case.ts";

const skus = (user: number, count: number): string =>
  Array.from({ length: count }, (_, at) => `sku=Q${(user * 37 + at * 101) % 9973}`).join("&");
const userId = (user: number): Readonly<Record<string, string>> => ({ "x-user-id": person(user).id });
const tenant = (user: number): Readonly<Record<string, string>> => ({ "x-tenant": person(user).tenant });

export const PLANNING_CASES: readonly Case[] = [
  {
    id: "next/planning-budget",
    app: "next",
    route: "GET /api/planning/budget",
    about: "A loop over fixed ids that stops when the prices so far have used up the budget, which few do.",
    classes: ["guard-empty", "late-branch"],
    request: ({ user }) => ({ path: `/api/planning/budget?budget=${6000 + (user % 9) * 500}&${skus(user, 4)}` }),
    waits: [
      {
        before: "GET /offers/*",
        after: "GET /offers/*",
        truth: "guard",
        why: "A dearer product uses up the budget, and the next is never asked for.",
      },
    ],
    needless: [],
    interventions: [
      { call: "GET /offers/*#1", answer: { json: { sku: "Q", cents: 999_999 } }, why: "Budget gone: no second offer." },
    ],
  },
  {
    id: "next/planning-lead-times",
    app: "next",
    route: "GET /api/planning/lead-times",
    about: "For every part its stock, then its supplier; part after part.",
    classes: ["loop", "data-copy"],
    request: ({ user }) => ({ path: `/api/planning/lead-times?${skus(user, 3)}` }),
    twin: ({ user }) => ({ path: `/api/planning/lead-times/twin?${skus(user, 3)}` }),
    twinRoute: "GET /api/planning/lead-times/twin",
    waits: [
      {
        before: "GET /parts/*/stock#1",
        after: "GET /suppliers/*/lead-time#1",
        truth: "data",
        why: "The part's supplier is the path.",
      },
      {
        before: "GET /parts/*/stock#2",
        after: "GET /suppliers/*/lead-time#2",
        truth: "data",
        why: "The part's supplier is the path.",
      },
      {
        before: "GET /parts/*/stock#3",
        after: "GET /suppliers/*/lead-time#3",
        truth: "data",
        why: "The part's supplier is the path.",
      },
      {
        before: "GET /parts/*/stock",
        after: "GET /suppliers/*/lead-time",
        truth: "needless",
        why: "A supplier is looked up for its own part alone.",
      },
      {
        before: "GET /suppliers/*/lead-time",
        after: "GET /parts/*/stock",
        truth: "needless",
        why: "The next part's stock needs nothing of the part before.",
      },
    ],
    needless: [
      {
        kind: "loop",
        places: [
          { file: "app/api/planning/lead-times/route.ts", function: "GET" },
          { file: "lib/planning/lead-time.ts", function: "leadTimeOf" },
        ],
        startTogether: ["GET /parts/*/stock"],
      },
    ],
    interventions: [
      {
        call: "GET /parts/*/stock#1",
        answer: { json: { supplierId: "sup-999", left: 0 } },
        why: "Supplier sup-999 is asked for.",
      },
      { call: "GET /suppliers/*/lead-time#1", answer: { json: { days: 99 } }, why: "Other days change no call." },
    ],
  },
  {
    id: "next/planning-convert",
    app: "next",
    route: "GET /api/planning/convert",
    about: "An amount goes through two exchanges; the second gets what the first made of it.",
    classes: ["data-transform", "data-copy"],
    request: ({ user, n }) => ({
      path: `/api/planning/convert?amount=${100 + ((user * 13 + n) % 800)}&via=EUR,USD,${pick(["JPY", "SGD"], user)}`,
    }),
    waits: [
      { before: "GET /fx/*/*", after: "GET /fx/*/*", truth: "data", why: "The converted amount is the next query." },
    ],
    needless: [],
    interventions: [{ call: "GET /fx/*/*#1", answer: { json: { amount: 1.23 } }, why: "1.23 is converted next." }],
  },
  {
    id: "next/planning-graph",
    app: "next",
    route: "GET /api/planning/graph/[node]",
    about: "A walk over a graph: neighbours are known from the node before.",
    classes: ["cursor", "data-copy"],
    request: ({ user }) => ({ path: `/api/planning/graph/n${user}` }),
    waits: [
      { before: "GET /graph/*", after: "GET /graph/*", truth: "data", why: "The neighbour's name is the next path." },
    ],
    needless: [],
    interventions: [
      { call: "GET /graph/*#1", answer: { json: { node: "x", next: [] } }, why: "No neighbours: the walk ends." },
      { call: "GET /graph/*#1", answer: { json: { node: "x", next: ["y.9"] } }, why: "y.9 is visited." },
    ],
  },
  {
    id: "next/planning-capacity",
    app: "next",
    route: "GET /api/planning/capacity",
    about: "A tenant's override would win over the URL's warehouse; nobody has one today.",
    classes: ["data-copy", "prior-source", "late-branch"],
    request: ({ user }) => ({
      path: `/api/planning/capacity?warehouse=${pick(["ham1", "ams1", "lys2", "ewr3"], user)}`,
      headers: tenant(user),
    }),
    waits: [
      {
        before: "GET /overrides/*",
        after: "GET /capacity/*",
        truth: "data",
        why: "`override.warehouse ?? fallback` is the path: an override sends another one.",
      },
    ],
    needless: [],
    interventions: [
      { call: "GET /overrides/*", answer: { json: { tenant: "x", warehouse: "nrt9" } }, why: "nrt9 is asked for." },
    ],
  },
  {
    id: "next/planning-entries",
    app: "next",
    route: "GET /api/planning/entries",
    about: "Entries from thirty days before the last audit.",
    classes: ["data-transform"],
    request: ({ user }) => ({ path: "/api/planning/entries", headers: tenant(user) }),
    waits: [
      {
        before: "GET /audits/*/last",
        after: "GET /entries",
        truth: "data",
        why: "The query's date is the audit's, thirty days earlier.",
      },
    ],
    needless: [],
    interventions: [
      { call: "GET /audits/*/last", answer: { json: { on: "2025-12-31", by: "x" } }, why: "From 2025-12-01." },
    ],
  },
  {
    id: "next/planning-tips",
    app: "next",
    route: "GET /api/planning/tips",
    about: "As many tips as there is room left beside the watched symbols.",
    classes: ["data-transform", "short-enum"],
    request: ({ user }) => ({ path: "/api/planning/tips", headers: userId(user) }),
    waits: [
      {
        before: "GET /watchlists/*",
        after: "GET /tips",
        truth: "data",
        why: "The count is five less the length of the answer's list.",
      },
    ],
    needless: [],
    interventions: [{ call: "GET /watchlists/*", answer: { json: { symbols: [] } }, why: "Five tips are asked for." }],
  },
  {
    id: "next/planning-kpi",
    app: "next",
    route: "GET /api/planning/kpi",
    about: "Two chains side by side; in time they interleave.",
    classes: ["interleaved-chains", "accidental-seriality", "constant-both-sides"],
    request: () => ({ path: "/api/planning/kpi" }),
    waits: [
      { before: "GET /kpi/north/source", after: "GET /kpi/north/rows", truth: "data", why: "The table is the query." },
      { before: "GET /kpi/south/source", after: "GET /kpi/south/rows", truth: "data", why: "The table is the query." },
      {
        before: "GET /kpi/north/source",
        after: "GET /kpi/south/rows",
        truth: "not-waiting",
        why: "The chains know nothing of each other.",
      },
      {
        before: "GET /kpi/south/source",
        after: "GET /kpi/north/rows",
        truth: "not-waiting",
        why: "The chains know nothing of each other.",
      },
      {
        before: "GET /kpi/north/rows",
        after: "GET /kpi/south/rows",
        truth: "not-waiting",
        why: "The chains know nothing of each other.",
      },
      {
        before: "GET /kpi/south/rows",
        after: "GET /kpi/north/rows",
        truth: "not-waiting",
        why: "The chains know nothing of each other.",
      },
      {
        before: "GET /kpi/north/source",
        after: "GET /kpi/south/source",
        truth: "not-waiting",
        why: "Both were started at once; the first was merely over when the second arrived.",
      },
    ],
    needless: [],
    interventions: [
      {
        call: "GET /kpi/north/source",
        answer: { json: { table: "t_else" } },
        why: "t_else is asked for in the north.",
      },
    ],
  },
  {
    id: "next/planning-onboarding",
    app: "next",
    route: "GET /api/planning/onboarding",
    about: "An empty answer's status becomes a flag in the next query.",
    classes: ["data-transform", "short-enum"],
    request: ({ user }) => ({ path: "/api/planning/onboarding", headers: userId(user) }),
    waits: [
      {
        before: "GET /onboarding/*",
        after: "GET /tours-of-app",
        truth: "data",
        why: "204 sends returning=1, anything else returning=0.",
      },
    ],
    needless: [],
    interventions: [
      { call: "GET /onboarding/*", answer: { status: 204 }, why: "Nothing left: returning=1." },
      { call: "GET /onboarding/*", answer: { json: { step: 1 } }, why: "Something left: returning=0." },
    ],
  },
  {
    id: "next/planning-stations",
    app: "next",
    route: "GET /api/planning/stations",
    about: "`for await` over promises that have all been started: it looks like a loop of waits.",
    classes: ["parallel-already"],
    request: ({ user }) => ({
      path: `/api/planning/stations?${[0, 1, 2].map((at) => `id=st${(user * 3 + at) % 500}`).join("&")}`,
    }),
    waits: [
      {
        before: "GET /stations/*",
        after: "GET /stations/*",
        truth: "not-waiting",
        why: "Both were started at once; the first was merely over when the second arrived.",
      },
    ],
    needless: [],
  },
  {
    id: "next/planning-slots",
    app: "next",
    route: "GET /api/planning/slots",
    about: "Holidays are started early but awaited before the slots, which need the calendar alone.",
    classes: ["barrier", "late-await", "data-transform"],
    request: ({ user }) => ({
      path: `/api/planning/slots?day=2026-0${1 + (user % 9)}-0${1 + (user % 7)}`,
      headers: userId(user),
    }),
    twin: ({ user }) => ({
      path: `/api/planning/slots/twin?day=2026-0${1 + (user % 9)}-0${1 + (user % 7)}`,
      headers: userId(user),
    }),
    twinRoute: "GET /api/planning/slots/twin",
    waits: [
      {
        before: "GET /calendar/*",
        after: "GET /slots/*",
        truth: "data",
        why: "The calendar's zone decides which day it is there.",
      },
      {
        before: "GET /holidays/*",
        after: "GET /slots/*",
        truth: "needless",
        why: "Holidays are looked at after the slots are there; the slots are asked for whatever they say.",
      },
      {
        before: "GET /holidays/*",
        after: "GET /calendar/*",
        truth: "not-waiting",
        why: "Both were started at once; the first was merely over when the second arrived.",
      },
    ],
    needless: [
      {
        kind: "barrier",
        places: [{ file: "app/api/planning/slots/route.ts", function: "GET" }],
        startTogether: ["GET /holidays/*", "GET /slots/*"],
      },
    ],
    interventions: [
      { call: "GET /calendar/*", answer: { json: { zone: "America/New_York" } }, why: "New York: the day before." },
      { call: "GET /calendar/*", answer: { json: { zone: "Asia/Tokyo" } }, why: "Tokyo: the same day." },
      { call: "GET /holidays/*", answer: { json: [] }, why: "No holidays: the slots are asked for all the same." },
    ],
  },
];
