import { person } from "../apps/next/upstream/people.ts";
import type { Case } from "./case.ts";

const bearer = (user: number): Readonly<Record<string, string>> => ({ authorization: `Bearer ${person(user).sid}` });
const tenant = (user: number): Readonly<Record<string, string>> => ({ "x-tenant": person(user).tenant });

export const PLATFORM_CASES: readonly Case[] = [
  {
    id: "next/platform-me",
    app: "next",
    route: "GET /api/platform/me",
    about: "A handler behind `withAuth`: its two reads need the user, not each other.",
    classes: ["guard-401", "serial", "data-copy"],
    request: ({ user }) => ({ path: "/api/platform/me", headers: bearer(user) }),
    twin: ({ user }) => ({ path: "/api/platform/me/twin", headers: bearer(user) }),
    twinRoute: "GET /api/platform/me/twin",
    waits: [
      {
        before: "GET /identity/whoami",
        after: "GET /identity/users/*/settings",
        truth: "data",
        why: "The signed-in user's id is the path; a stranger is answered with 401.",
      },
      {
        before: "GET /identity/users/*/settings",
        after: "GET /identity/users/*/quota",
        truth: "needless",
        why: "The quota needs the user's id alone.",
      },
      {
        before: "GET /identity/whoami",
        after: "GET /identity/users/*/quota",
        truth: "data",
        why: "The signed-in user's id is the path.",
      },
    ],
    needless: [
      {
        kind: "serial",
        places: [{ file: "app/api/platform/me/route.ts" }],
        startTogether: ["GET /identity/users/*/settings", "GET /identity/users/*/quota"],
      },
    ],
    interventions: [
      { call: "GET /identity/whoami", answer: { status: 401, json: {} }, why: "A stranger: nothing more is read." },
      {
        call: "GET /identity/whoami",
        answer: { json: { id: person(150).id, name: "Else", tenant: "x" } },
        why: "Both reads are of the other user.",
      },
      {
        call: "GET /identity/users/*/settings",
        answer: { json: { id: "x", beta: true, locale: "fr" } },
        why: "Other settings: the quota is read as before.",
      },
    ],
  },
  {
    id: "next/platform-inbox",
    app: "next",
    route: "GET /api/platform/inbox",
    about: "The tenant's shard reaches the next call's header through AsyncLocalStorage.",
    classes: ["hidden-state", "data-copy"],
    request: ({ user }) => ({ path: "/api/platform/inbox", headers: tenant(user) }),
    waits: [
      {
        before: "GET /identity/tenants/*",
        after: "GET /inbox/messages",
        truth: "data",
        why: "The shard is sent as a header that no argument carries.",
      },
    ],
    needless: [],
    interventions: [
      {
        call: "GET /identity/tenants/*",
        answer: { json: { tenant: "x", tier: "gold", shard: "sh99" } },
        why: "sh99 is sent.",
      },
    ],
  },
  {
    id: "next/platform-buckets",
    app: "next",
    route: "GET /api/platform/buckets",
    about: "A client keeps the region it was told; the answer itself is called config.",
    classes: ["hidden-state", "decoy-name", "short-enum"],
    request: ({ user }) => ({ path: "/api/platform/buckets", headers: tenant(user) }),
    waits: [
      {
        before: "GET /regions/of/*",
        after: "GET /objects/*/buckets",
        truth: "data",
        why: "The region kept in the client is the path.",
      },
    ],
    needless: [],
    interventions: [
      { call: "GET /regions/of/*", answer: { json: { region: "af-1" } }, why: "Buckets of af-1 are listed." },
    ],
  },
  {
    id: "next/platform-basket-page",
    app: "next",
    route: "GET /api/platform/basket-page",
    about: "Steps fill one context in a loop: the user needs nothing of the tenant, the basket needs the user.",
    classes: ["serial", "data-copy", "prior-source"],
    request: ({ user }) => ({
      path: "/api/platform/basket-page",
      headers: { ...tenant(user), "x-user-id": person(user).id },
    }),
    twin: ({ user }) => ({
      path: "/api/platform/basket-page/twin",
      headers: { ...tenant(user), "x-user-id": person(user).id },
    }),
    twinRoute: "GET /api/platform/basket-page/twin",
    waits: [
      {
        before: "GET /pipeline/tenants/*",
        after: "GET /pipeline/users/*",
        truth: "needless",
        why: "`loadUser` reads the header's id of the context and nothing that `loadTenant` wrote.",
      },
      {
        before: "GET /pipeline/users/*",
        after: "GET /pipeline/baskets/*",
        truth: "data",
        why: "`loadBasket` reads the basket that `loadUser` wrote into the context.",
      },
      {
        before: "GET /pipeline/tenants/*",
        after: "GET /pipeline/baskets/*",
        truth: "needless",
        why: "`loadBasket` reads nothing that `loadTenant` wrote.",
      },
    ],
    needless: [
      {
        kind: "serial",
        places: [
          { file: "app/api/platform/basket-page/route.ts", function: "GET" },
          { file: "lib/platform/pipeline.ts", function: "runSteps" },
          { file: "lib/platform/pipeline.ts", function: "loadUser" },
        ],
        startTogether: ["GET /pipeline/tenants/*", "GET /pipeline/users/*"],
      },
    ],
    interventions: [
      {
        call: "GET /pipeline/users/*",
        answer: { json: { id: "x", basket: "bk-0", tenant: "y" } },
        why: "Basket bk-0 is read.",
      },
      {
        call: "GET /pipeline/tenants/*",
        answer: { json: { tenant: "else", name: "ELSE" } },
        why: "Another tenant changes no call.",
      },
    ],
  },
  {
    id: "next/platform-report",
    app: "next",
    route: "GET /api/platform/report/[id]",
    about: "A listener sends a view that nobody awaits; it happens to be over before the second read.",
    classes: ["fire-and-forget", "accidental-seriality", "data-copy"],
    request: ({ user }) => ({ path: `/api/platform/report/rep-${user}` }),
    waits: [
      {
        before: "POST /telemetry/views",
        after: "GET /owners/*",
        truth: "not-waiting",
        why: "The listener's promise is not awaited by anyone.",
      },
      { before: "GET /reports/*", after: "GET /owners/*", truth: "data", why: "The report's owner is the path." },
      {
        before: "POST /telemetry/views",
        after: "GET /reports/*",
        truth: "not-waiting",
        why: "The listener's promise is not awaited by anyone.",
      },
    ],
    needless: [],
    interventions: [
      { call: "GET /reports/*", answer: { json: { id: "x", owner: "own-x" } }, why: "Owner own-x is read." },
    ],
  },
  {
    id: "next/platform-board",
    app: "next",
    route: "GET /api/platform/board",
    about: "Two stages that meet only through an emitter.",
    classes: ["data-copy", "hidden-state"],
    request: ({ user }) => ({ path: "/api/platform/board", headers: { "x-user-id": person(user).id } }),
    waits: [
      {
        before: "GET /teams/of/*",
        after: "GET /teams/*/board",
        truth: "data",
        why: "The emitted team is the path of the board.",
      },
    ],
    needless: [],
    interventions: [
      { call: "GET /teams/of/*", answer: { json: { teamId: "team-x" } }, why: "The board of team-x is read." },
    ],
  },
  {
    id: "next/platform-basket",
    app: "next",
    route: "POST /api/platform/basket",
    about: "A basket is made the active one, then the active one is read: the link is in the service alone.",
    classes: ["hidden-state", "read-back"],
    request: ({ user }) => ({
      method: "POST",
      path: "/api/platform/basket",
      headers: { cookie: `bsid=${person(user).sid}` },
      json: { basket: `bk-${user * 3 + 11}` },
    }),
    waits: [
      {
        before: "POST /baskets/*/activate",
        after: "GET /baskets/active",
        truth: "order",
        why: "Which basket is active is what the first call sets in the service.",
      },
    ],
    needless: [],
  },
  {
    id: "next/platform-aggregate",
    app: "next",
    route: "GET /api/platform/aggregate",
    about: "A cache in front of a slow aggregate: a hit ends it, a miss reads and stores.",
    classes: ["cache-hit", "write-order"],
    request: ({ user, n }) => ({
      path: `/api/platform/aggregate?tenant=${person(user).tenant}&month=${String(1 + (n % 12)).padStart(2, "0")}`,
    }),
    waits: [
      {
        before: "GET /kv/*",
        after: "GET /warehouse/aggregate/*",
        truth: "guard",
        why: "Only a miss reads the warehouse.",
      },
      {
        before: "GET /warehouse/aggregate/*",
        after: "PUT /kv/*",
        truth: "data",
        why: "What was read is stored: it is the body.",
      },
      { before: "GET /kv/*", after: "PUT /kv/*", truth: "guard", why: "A hit stores nothing." },
    ],
    needless: [],
    interventions: [
      { call: "GET /kv/*", answer: { json: { hit: { rows: 1 } } }, why: "A hit: no read, no store." },
      { call: "GET /kv/*", answer: { json: { hit: null } }, why: "A miss: read and stored." },
    ],
  },
  {
    id: "next/platform-export",
    app: "next",
    route: "GET /api/platform/export/[id]",
    about: "A read that takes a token from a rate limit, then the export.",
    classes: ["guard-flag", "hidden-state"],
    statuses: [200],
    request: ({ user }) => ({ path: `/api/platform/export/ex-${user}` }),
    waits: [
      {
        before: "GET /limits/*/take",
        after: "GET /exports/*",
        truth: "guard",
        why: "Without a token the answer is 429 and no export is read.",
      },
    ],
    needless: [],
    interventions: [
      { call: "GET /limits/*/take", answer: { json: { allowed: false, left: 0 } }, why: "No token: no export." },
    ],
  },
  {
    id: "next/platform-article",
    app: "next",
    route: "PUT /api/platform/articles/[id]",
    about: "The read version's ETag is the write's If-Match; nothing of the body is used.",
    classes: ["data-copy", "transaction"],
    request: ({ user, n }) => ({
      method: "PUT",
      path: `/api/platform/articles/art-${user}`,
      json: { title: `Draft ${n % 10}` },
    }),
    waits: [
      {
        before: "GET /articles/*",
        after: "PUT /articles/*",
        truth: "data",
        why: "The ETag of the answer goes into If-Match.",
      },
    ],
    needless: [],
    interventions: [
      {
        call: "GET /articles/*",
        answer: { json: { id: "x", title: "No version" } },
        why: "Without an ETag there is no If-Match.",
      },
    ],
  },
  {
    id: "next/platform-upload",
    app: "next",
    route: "POST /api/platform/uploads",
    about: "What was created is read at the place the Location header names.",
    classes: ["data-copy", "read-back"],
    statuses: [201],
    request: ({ user, n }) => ({
      method: "POST",
      path: "/api/platform/uploads",
      json: { name: `${person(user).handle}-${n % 20}.pdf` },
    }),
    waits: [
      { before: "POST /uploads", after: "GET /uploads/*", truth: "data", why: "The Location header is the path." },
    ],
    needless: [],
    interventions: [
      { call: "POST /uploads", answer: { status: 413, json: {} }, why: "Refused: there is nothing to read." },
    ],
  },
  {
    id: "next/platform-tasks",
    app: "next",
    route: "GET /api/platform/tasks",
    about: "Two wrappers and a handler: the session guards all, the tenant in between is needed by nobody's call.",
    classes: ["guard-401", "serial", "data-copy"],
    request: ({ user }) => ({
      path: "/api/platform/tasks",
      headers: { ...tenant(user), cookie: `sid=${person(user).sid}` },
    }),
    twin: ({ user }) => ({
      path: "/api/platform/tasks/twin",
      headers: { ...tenant(user), cookie: `sid=${person(user).sid}` },
    }),
    twinRoute: "GET /api/platform/tasks/twin",
    waits: [
      {
        before: "GET /compose/sessions/*",
        after: "GET /compose/tenants/*",
        truth: "guard",
        why: "Without a session the answer is 401 before the tenant is read.",
      },
      {
        before: "GET /compose/tenants/*",
        after: "GET /compose/tasks/*",
        truth: "needless",
        why: "Tasks need the session's user; of the tenant only the language is shown.",
      },
      {
        before: "GET /compose/sessions/*",
        after: "GET /compose/tasks/*",
        truth: "data",
        why: "The session's user is the path.",
      },
    ],
    needless: [
      {
        kind: "serial",
        places: [
          { file: "app/api/platform/tasks/route.ts" },
          { file: "lib/platform/compose.ts", function: "attachTenant" },
        ],
        startTogether: ["GET /compose/tenants/*", "GET /compose/tasks/*"],
      },
    ],
    interventions: [
      { call: "GET /compose/sessions/*", answer: { status: 404, json: {} }, why: "No session: nothing more is read." },
      {
        call: "GET /compose/tenants/*",
        answer: { json: { tenant: "else", locale: "fr" } },
        why: "Another tenant: the tasks are read as before.",
      },
    ],
  },
  {
    id: "next/platform-feed",
    app: "next",
    route: "POST /api/platform/feed",
    about: "A client signs in and keeps the token in itself.",
    classes: ["hidden-state", "data-copy"],
    request: ({ user }) => ({ method: "POST", path: "/api/platform/feed", json: { email: person(user).email } }),
    waits: [
      { before: "POST /login", after: "GET /me/feed", truth: "data", why: "The token is the Authorization header." },
    ],
    needless: [],
    interventions: [{ call: "POST /login", answer: { json: { token: "tk-x" } }, why: "tk-x is sent." }],
  },
];
