import { personOf } from "../apps/kit/data/people.ts";
import type { Case, Visit, VisitRequest } from "./case.ts";
import { wait } from "./wait.ts";

const SHOP_CATEGORIES = ["rain-jackets", "tents", "stoves", "ropes", "headlamps"];

function portal(path: string, { user }: Visit): VisitRequest {
  const { tenant, sid } = personOf(user);
  // Every seventh visitor's session has run out: they see the portal as a guest.
  return {
    path,
    headers: {
      "x-forwarded-host": `${tenant}.portal.example.com`,
      cookie: `sid=${user % 7 === 3 ? "gone" : ""}${sid}`,
    },
  };
}

function store(area: string, { user, n }: Visit): VisitRequest {
  const { locale, country } = personOf(user);
  const category = SHOP_CATEGORIES[(user + n) % SHOP_CATEGORIES.length]!;
  return {
    path: `/${area}/${category}`,
    headers: { "accept-language": `${locale};q=0.9, en;q=0.5`, "cf-ipcountry": country },
  };
}

function workspace(area: string, { user }: Visit): VisitRequest {
  const { tenant, id } = personOf(user);
  return {
    path: `/${area}/${user % 25 === 8 ? "closed-" : ""}${tenant}-${user % 4}/boards`,
    headers: { cookie: `uid=${id}` },
  };
}

export const KIT_HOOK_CASES: readonly Case[] = [
  {
    id: "kit/portal-hooks",
    app: "kit",
    route: "GET /portal/welcome",
    about: "Three hooks in `sequence` each read something of their own into `locals`; the page only shows it.",
    classes: ["hook-sequence", "constant-both-sides"],
    request: (visit) => portal("/portal/welcome", visit),
    twin: (visit) => portal("/portal-fast/welcome", visit),
    twinRoute: "GET /portal-fast/welcome",
    waits: [
      wait(
        "GET /tenants/by-host/*",
        "GET /sessions/*",
        "needless",
        "withViewer asks by the cookie and never reads the tenant; nobody is turned away.",
      ),
      wait(
        "GET /sessions/*",
        "GET /flags/portal",
        "needless",
        "The flags are the same for everyone, with or without a session.",
      ),
      wait("GET /tenants/by-host/*", "GET /flags/portal", "needless", "The flags are the same for every tenant."),
    ],
    needless: [
      {
        kind: "hook-sequence",
        places: [
          { file: "src/lib/server/hooks/portal.ts", function: "withTenant" },
          { file: "src/lib/server/hooks/portal.ts", function: "withViewer" },
          { file: "src/lib/server/hooks/portal.ts", function: "withFlags" },
          { file: "src/lib/server/hooks/portal.ts" },
        ],
        startTogether: ["GET /tenants/by-host/*", "GET /sessions/*", "GET /flags/portal"],
      },
    ],
    interventions: [
      {
        call: "GET /sessions/*",
        answer: { status: 404, json: {} },
        why: "A guest's request asks for the flags all the same.",
      },
      {
        call: "GET /tenants/by-host/*",
        answer: { json: { id: "ten_other", name: "Other Ltd", accent: "#000" } },
        why: "Another tenant changes no later call.",
      },
    ],
  },
  {
    id: "kit/store-hooks",
    app: "kit",
    route: "GET /store/[category]",
    about:
      "Market and translations are read in two hooks; the listing needs the market, the translations only the markup.",
    classes: ["hook-sequence", "data-copy"],
    request: (visit) => store("store", visit),
    twin: (visit) => store("store-fast", visit),
    twinRoute: "GET /store-fast/[category]",
    waits: [
      wait(
        "GET /markets/*",
        "GET /translations/*",
        "needless",
        "The locale comes from accept-language; the market is not read.",
      ),
      wait(
        "GET /translations/*",
        "GET /catalogs/*/categories/*",
        "needless",
        "The listing is asked for by the market's catalogue; the words are put in when the markup is there.",
      ),
      wait("GET /markets/*", "GET /catalogs/*/categories/*", "data", "The catalogue in the path is the market's."),
    ],
    needless: [
      {
        kind: "hook-sequence",
        places: [
          { file: "src/lib/server/hooks/store.ts", function: "withMarket" },
          { file: "src/lib/server/hooks/store.ts", function: "withStrings" },
          { file: "src/lib/server/hooks/store.ts" },
        ],
        startTogether: ["GET /markets/*", "GET /translations/*"],
      },
      {
        kind: "hook-sequence",
        places: [
          { file: "src/lib/server/hooks/store.ts", function: "withStrings" },
          { file: "src/routes/store/[category]/+page.server.ts", function: "load" },
        ],
        startTogether: ["GET /translations/*", "GET /catalogs/*/categories/*"],
      },
    ],
    interventions: [
      {
        call: "GET /translations/*",
        answer: { json: { title: "T", basket: "Buy", soldOut: "Out" } },
        why: "Other words change no later call.",
      },
      {
        call: "GET /markets/*",
        answer: { json: { code: "XX", currency: "CHF", catalogId: "cat_other1" } },
        why: "The listing is asked for in the other catalogue; the translations stay.",
      },
    ],
  },
  {
    id: "kit/console-guard",
    app: "kit",
    route: "GET /console/summary",
    about: "A hook redirects who is not signed in, the next one files the access before anything is shown.",
    classes: ["guard-redirect", "write-order", "fail-fast"],
    statuses: [200, 303],
    request: ({ user }) => ({ path: "/console/summary", headers: { cookie: `sid=${personOf(user).sid}` } }),
    waits: [
      wait(
        "GET /staff-sessions/*",
        "POST /audit",
        "guard",
        "Without an active session the hook redirects and nothing is filed.",
      ),
      wait("POST /audit", "GET /console/summary", "order", "The look has to be on file before customer data is read."),
      wait(
        "GET /staff-sessions/*",
        "GET /console/summary",
        "guard",
        "Without an active session the hook redirects before the page loads.",
      ),
    ],
    needless: [],
    interventions: [
      {
        call: "GET /staff-sessions/*",
        answer: { json: { active: false, staffId: "stf_x" } },
        why: "Neither the audit nor the summary is sent.",
      },
    ],
  },
  {
    id: "kit/workspace-hooks",
    app: "kit",
    route: "GET /w/[workspace]/boards",
    about:
      "Workspace, membership and plan limits in a row of hooks: the first two decide, the third only delays the page.",
    classes: ["guard-404", "guard-401", "data-copy", "short-enum", "hook-sequence"],
    statuses: [200, 403, 404],
    request: (visit) => workspace("w", visit),
    twin: (visit) => workspace("w-fast", visit),
    twinRoute: "GET /w-fast/[workspace]/boards",
    waits: [
      wait(
        "GET /workspaces/*",
        "GET /workspaces/*/members/*",
        "data",
        "Members are asked for by the id the slug was resolved to.",
      ),
      wait(
        "GET /workspaces/*/members/*",
        "GET /plans/*",
        "guard",
        "Who is no member gets a 403 before any limit is read.",
      ),
      wait(
        "GET /plans/*",
        "GET /workspaces/*/boards",
        "needless",
        "The boards are asked for by the workspace's id; the limits are only subtracted from afterwards.",
      ),
      wait("GET /workspaces/*", "GET /plans/*", "data", "The plan in the path is the workspace's."),
      wait(
        "GET /workspaces/*",
        "GET /workspaces/*/boards",
        "data",
        "Boards are asked for by the id the slug was resolved to.",
      ),
      wait(
        "GET /workspaces/*/members/*",
        "GET /workspaces/*/boards",
        "guard",
        "Who is no member gets a 403 before any board is read.",
      ),
    ],
    needless: [
      {
        kind: "hook-sequence",
        places: [
          { file: "src/lib/server/hooks/workspace.ts", function: "limitsHook" },
          { file: "src/routes/w/[workspace]/boards/+page.server.ts", function: "load" },
        ],
        startTogether: ["GET /plans/*", "GET /workspaces/*/boards"],
      },
    ],
    interventions: [
      {
        call: "GET /workspaces/*",
        answer: { json: { id: "ws_other", name: "OTHER", plan: "team" } },
        why: "Membership and boards are asked for under the other id.",
      },
      {
        call: "GET /workspaces/*/members/*",
        answer: { status: 404, json: {} },
        why: "Neither limits nor boards are sent.",
      },
      {
        call: "GET /plans/*",
        answer: { json: { boards: 1, seats: 1 } },
        why: "The boards are asked for all the same.",
      },
    ],
  },
  {
    id: "kit/files-access-log",
    app: "kit",
    route: "GET /files/[id]",
    about: "A counter is sent off without waiting; after the response is made its status is logged.",
    classes: ["fire-and-forget", "write-order"],
    statuses: [200, 404],
    request: ({ user, n }) => ({ path: `/files/${personOf(user).login}-${n % 5}` }),
    waits: [
      wait(
        "GET /files/*",
        "POST /access-log",
        "data",
        "The log entry carries the response's status, which is the file's being there or not.",
      ),
      wait("POST /counters/file-views", "POST /access-log", "not-waiting", "Nobody awaits the counter."),
      wait("POST /counters/file-views", "GET /files/*", "not-waiting", "Nobody awaits the counter."),
    ],
    needless: [],
    interventions: [
      { call: "GET /files/*", answer: { status: 404, json: {} }, why: "The log entry says 404." },
      { call: "POST /counters/file-views", answer: { status: 500, json: {} }, why: "A lost count changes nothing." },
    ],
  },
];
