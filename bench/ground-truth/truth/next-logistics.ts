import { person } from "../apps/next/upstream/people.ts";
import type { Case } from "./case.ts";

const depot = (user: number): string => `d-${person(user).region}-${user % 17}`;

export const LOGISTICS_CASES: readonly Case[] = [
  {
    id: "next/logistics-feed",
    app: "next",
    route: "GET /api/logistics/feed",
    about: "A generator walks a feed by its cursor while the response streams.",
    classes: ["cursor", "streaming"],
    request: ({ user }) => ({ path: `/api/logistics/feed?depot=${depot(user)}` }),
    waits: [
      {
        before: "GET /shipments/feed",
        after: "GET /shipments/feed",
        truth: "pace",
        why: "The next page is asked for by the cursor of this one.",
      },
    ],
    needless: [],
    interventions: [
      {
        call: "GET /shipments/feed#1",
        answer: { json: { rows: ["S1"], next: null } },
        why: "No cursor: no second page.",
      },
      {
        call: "GET /shipments/feed#1",
        answer: { json: { rows: ["S1"], next: "77.1" } },
        why: "The second page is asked for by cursor 77.1.",
      },
    ],
  },
  {
    id: "next/logistics-shipments",
    app: "next",
    route: "GET /api/logistics/shipments",
    about: "The first page says how many there are; the others follow one by one.",
    classes: ["loop", "cursor", "guard-empty"],
    request: ({ user }) => ({ path: `/api/logistics/shipments?depot=${depot(user)}` }),
    twin: ({ user }) => ({ path: `/api/logistics/shipments/twin?depot=${depot(user)}` }),
    twinRoute: "GET /api/logistics/shipments/twin",
    waits: [
      {
        before: "GET /shipments#1",
        after: "GET /shipments#2",
        truth: "guard",
        why: "Whether there is a second page is known from the first.",
      },
      {
        before: "GET /shipments#1",
        after: "GET /shipments",
        truth: "guard",
        why: "How many pages there are is known from the first.",
      },
      {
        before: "GET /shipments",
        after: "GET /shipments",
        truth: "needless",
        why: "Once the count is known, a page needs nothing of the page before it.",
      },
    ],
    needless: [
      {
        kind: "loop",
        places: [{ file: "app/api/logistics/shipments/route.ts", function: "allShipments" }],
        startTogether: ["GET /shipments#2", "GET /shipments#3", "GET /shipments#4"],
      },
    ],
    interventions: [
      { call: "GET /shipments#1", answer: { json: { page: 1, pages: 1, rows: [] } }, why: "One page: no second." },
      {
        call: "GET /shipments#2",
        answer: { json: { page: 2, pages: 1, rows: [] } },
        why: "An empty second page that says there is one: the others are asked for all the same.",
      },
    ],
  },
  {
    id: "next/logistics-tracking",
    app: "next",
    route: "GET /api/logistics/tracking/[id]",
    about: "A read that fails is tried again after a pause.",
    classes: ["retry"],
    request: ({ user, n }) => ({ path: `/api/logistics/tracking/pkg-${user}-${n % 5}` }),
    waits: [
      {
        before: "GET /tracking/*",
        after: "GET /tracking/*",
        truth: "pace",
        why: "The second attempt exists because the first failed.",
      },
    ],
    needless: [],
    interventions: [
      {
        call: "GET /tracking/*#1",
        answer: { json: { id: "p", state: "there" } },
        why: "No failure: no second attempt.",
      },
    ],
  },
  {
    id: "next/logistics-label",
    app: "next",
    route: "POST /api/logistics/labels/[shipment]",
    about: "A job is started, polled until done, then its file is read.",
    classes: ["poll", "data-copy"],
    request: ({ user, n }) => ({ method: "POST", path: `/api/logistics/labels/S${user}-${n % 5}` }),
    waits: [
      { before: "POST /labels/*/jobs", after: "GET /labels/jobs/*", truth: "data", why: "The job's id is the path." },
      {
        before: "GET /labels/jobs/*",
        after: "GET /labels/jobs/*",
        truth: "pace",
        why: "The job is asked again because it was not done.",
      },
      { before: "GET /labels/jobs/*", after: "GET /labels/files/*", truth: "data", why: "The file's id is the path." },
      {
        before: "POST /labels/*/jobs",
        after: "GET /labels/files/*",
        truth: "guard",
        why: "Without a job there is no file.",
      },
    ],
    needless: [],
    interventions: [
      { call: "POST /labels/*/jobs", answer: { json: { job: "job-x" } }, why: "job-x is polled." },
      {
        call: "GET /labels/jobs/*#1",
        answer: { json: { state: "done", file: "lbl-x" } },
        why: "Done at once: lbl-x is read and nothing polled again.",
      },
    ],
  },
  {
    id: "next/logistics-tour",
    app: "next",
    route: "GET /api/logistics/tours/[id]",
    about: "A batching loader that is awaited in a loop, so that every batch has one id.",
    classes: ["loop", "data-copy"],
    request: ({ user }) => ({ path: `/api/logistics/tours/tour-${user}` }),
    twin: ({ user }) => ({ path: `/api/logistics/tours/tour-${user}/twin` }),
    twinRoute: "GET /api/logistics/tours/[id]/twin",
    waits: [
      { before: "GET /tours/*", after: "GET /stops", truth: "data", why: "The tour's stops are asked for." },
      { before: "GET /stops", after: "GET /stops", truth: "needless", why: "One stop says nothing of the next." },
    ],
    needless: [
      {
        kind: "loop",
        places: [{ file: "app/api/logistics/tours/[id]/route.ts", function: "GET" }],
        startTogether: ["GET /stops"],
      },
    ],
    interventions: [
      { call: "GET /tours/*", answer: { json: { id: "t", stops: ["P1"] } }, why: "Only stop P1 is asked for." },
    ],
  },
  {
    id: "next/logistics-fleet",
    app: "next",
    route: "GET /api/logistics/fleet",
    about: "Everything is started at once, but a limiter keeps one request open, as the vendor demands.",
    classes: ["accidental-seriality"],
    request: ({ user }) => ({
      path: `/api/logistics/fleet?${[1, 2, 3].map((at) => `v=truck-${(user * 3 + at) % 150}`).join("&")}`,
    }),
    waits: [
      {
        before: "GET /vehicles/*/position",
        after: "GET /vehicles/*/position",
        truth: "pace",
        why: "The limiter lets the next go when one is over: the vendor allows one open request.",
      },
    ],
    needless: [],
  },
  {
    id: "next/logistics-depot",
    app: "next",
    route: "GET /api/logistics/depots/[id]",
    about: "Two reads start on timers of their own; the first is over when the second begins.",
    classes: ["accidental-seriality", "parallel-already"],
    request: ({ user }) => ({ path: `/api/logistics/depots/${depot(user)}` }),
    waits: [
      {
        before: "GET /depots/*/load",
        after: "GET /depots/*/yard",
        truth: "not-waiting",
        why: "The second starts 45 ms after the request, whether the first is over or not.",
      },
    ],
    needless: [],
    interventions: [
      { call: "GET /depots/*/load", answer: { json: {} }, why: "Nothing of the load: the yard is read." },
    ],
  },
  {
    id: "next/logistics-rates",
    app: "next",
    route: "GET /api/logistics/rates/[lane]",
    about: "A second source only where the first has none.",
    classes: ["guard-404", "fail-fast"],
    request: ({ user }) => ({ path: `/api/logistics/rates/lane-${user}` }),
    waits: [
      {
        before: "GET /rates/primary/*",
        after: "GET /rates/fallback/*",
        truth: "guard",
        why: "The fallback is asked only when the first source answers with an error.",
      },
    ],
    needless: [],
    interventions: [
      { call: "GET /rates/primary/*", answer: { json: { cents: 1 } }, why: "A rate: no fallback." },
      { call: "GET /rates/primary/*", answer: { status: 404, json: {} }, why: "No rate: the fallback is asked." },
    ],
  },
  {
    id: "next/logistics-manifest",
    app: "next",
    route: "GET /api/logistics/manifests/[id]",
    about: "A generator reads three fixed sections, one per turn.",
    classes: ["serial", "loop"],
    request: ({ user }) => ({ path: `/api/logistics/manifests/mf-${user}` }),
    twin: ({ user }) => ({ path: `/api/logistics/manifests/mf-${user}/twin` }),
    twinRoute: "GET /api/logistics/manifests/[id]/twin",
    waits: [
      {
        before: "GET /manifests/*/header",
        after: "GET /manifests/*/goods",
        truth: "needless",
        why: "Sections are a list in the code, and their consumer only collects them.",
      },
      {
        before: "GET /manifests/*/goods",
        after: "GET /manifests/*/customs",
        truth: "needless",
        why: "Sections are a list in the code, and their consumer only collects them.",
      },
    ],
    needless: [
      {
        kind: "loop",
        places: [{ file: "lib/logistics/manifest.ts", function: "sections" }],
        startTogether: ["GET /manifests/*/header", "GET /manifests/*/goods", "GET /manifests/*/customs"],
      },
    ],
    interventions: [
      { call: "GET /manifests/*/header", answer: { json: {} }, why: "An empty header changes no later section." },
    ],
  },
  {
    id: "next/logistics-index",
    app: "next",
    route: "POST /api/logistics/index",
    about: "An index is rebuilt, then searched: nothing of the answer is used.",
    classes: ["hidden-state", "read-back", "write-order"],
    request: ({ user, n }) => ({ method: "POST", path: `/api/logistics/index?q=term-${(user + n) % 80}` }),
    waits: [
      {
        before: "POST /index/rebuild",
        after: "GET /index/search",
        truth: "order",
        why: "The search is to see the rebuilt index.",
      },
    ],
    needless: [],
  },
  {
    id: "next/logistics-lane",
    app: "next",
    route: "GET /api/logistics/lanes/[lane]",
    about: "A count decides how many legs are read, one after the other.",
    classes: ["loop", "guard-empty", "constant-both-sides"],
    request: ({ user }) => ({ path: `/api/logistics/lanes/lane-${user}` }),
    twin: ({ user }) => ({ path: `/api/logistics/lanes/lane-${user}/twin` }),
    twinRoute: "GET /api/logistics/lanes/[lane]/twin",
    waits: [
      {
        before: "GET /lanes/*",
        after: "GET /lanes/*/legs/*",
        truth: "guard",
        why: "A lane without legs reads none; the first leg's path itself is fixed.",
      },
      {
        before: "GET /lanes/*/legs/*",
        after: "GET /lanes/*/legs/*",
        truth: "needless",
        why: "Distances are only added up.",
      },
    ],
    needless: [
      {
        kind: "loop",
        places: [{ file: "app/api/logistics/lanes/[lane]/route.ts", function: "GET" }],
        startTogether: ["GET /lanes/*/legs/*"],
      },
    ],
    interventions: [
      { call: "GET /lanes/*", answer: { json: { lane: "x", legs: 0 } }, why: "No legs: nothing more is read." },
      {
        call: "GET /lanes/*/legs/*#1",
        answer: { json: { leg: "1", km: 0 } },
        why: "Another distance changes no call.",
      },
    ],
  },
];
