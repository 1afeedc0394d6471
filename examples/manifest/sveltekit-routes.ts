import { type ExampleRequest, type ExampleRoute, get, type SilentRoute, type Turn } from "./example-route.ts";

const service = "sveltekit-app";
const SESSION = "GET /identity/session";

/** Every workspace lives on its own host name. */
function onOwnHost(path: string): (turn: Turn) => ExampleRequest {
  return ({ person }) => ({ path, headers: { host: `${person?.tenant.slug ?? "acme"}.tracker.example` } });
}

function ofTeam(rest: string): (turn: Turn) => ExampleRequest {
  return ({ person }) => ({ path: `/team/${person?.teamId ?? "team_6b1d0f3c92ae"}${rest}` });
}

function seats(path: string): (turn: Turn) => ExampleRequest {
  return ({ n }) => ({ path: `${path}?/preview`, form: { seats: String(1 + (n % 40)) } });
}

function silent(
  expectation: SilentRoute["expectation"],
  key: string,
  about: string,
  request: (turn: Turn) => ExampleRequest,
): ExampleRoute {
  return { service, key, about, expectation, request };
}

const WATERFALLS: readonly ExampleRoute[] = [
  {
    service,
    key: "GET /hooks/serial",
    about: "session, tenant and logging hooks in sequence",
    expectation: "waterfall",
    twin: "GET /hooks/parallel",
    visitors: "signed-in",
    findings: [
      {
        kind: "hook-sequence",
        places: [
          { file: "src/hooks.server.ts" },
          { file: "src/lib/server/hooks/auth.ts", function: "handleAuth" },
          { file: "src/lib/server/hooks/tenant.ts", function: "handleTenant" },
        ],
        startTogether: [SESSION, "GET /tenants"],
      },
    ],
    request: onOwnHost("/hooks/serial"),
  },
  {
    service,
    key: "GET /projects",
    about: "page load: session, config, projects of session.user.id",
    expectation: "waterfall",
    twin: "GET /projects/fixed",
    findings: [
      {
        kind: "serial",
        places: [{ file: "src/routes/projects/+page.server.ts", function: "load" }],
        startTogether: [SESSION, "GET /workspace/config"],
      },
    ],
    request: get("/projects"),
  },
  {
    service,
    key: "GET /team/[team]/members",
    about: "await parent() before a call that needs nothing of it",
    expectation: "waterfall",
    twin: "GET /team/[team]/members/early",
    findings: [
      {
        kind: "parent-child",
        places: [{ file: "src/routes/team/[team]/members/+page.server.ts", function: "load" }],
        startTogether: ["GET /teams/*", "GET /members"],
      },
    ],
    request: ofTeam("/members"),
  },
  {
    service,
    key: "GET /reports",
    about: "universal load on the server, two reports in a row",
    expectation: "waterfall",
    twin: "GET /reports/fixed",
    findings: [
      {
        kind: "serial",
        places: [{ file: "src/routes/reports/+page.ts", function: "load" }],
        startTogether: ["GET /reports/velocity", "GET /reports/burndown"],
      },
    ],
    request: get("/reports"),
  },
  {
    service,
    key: "GET /api/summary",
    about: "endpoint: session, config, projects",
    expectation: "waterfall",
    twin: "GET /api/summary/fixed",
    findings: [
      {
        kind: "serial",
        places: [{ file: "src/routes/api/summary/+server.ts", function: "GET" }],
        startTogether: [SESSION, "GET /workspace/config"],
      },
    ],
    request: get("/api/summary"),
  },
  {
    service,
    key: "POST /billing",
    about: "form action: plan, then taxes",
    expectation: "waterfall",
    twin: "POST /billing/fixed",
    findings: [
      {
        kind: "serial",
        places: [{ file: "src/routes/billing/+page.server.ts", function: "actions.preview" }],
        startTogether: ["GET /billing/plan", "GET /billing/taxes"],
      },
    ],
    request: seats("/billing"),
  },
  {
    service,
    key: "GET /overview",
    about: "remote function: members, then plan",
    expectation: "waterfall",
    twin: "GET /overview/fixed",
    findings: [
      {
        kind: "serial",
        places: [{ file: "src/routes/overview/overview.remote.ts" }],
        startTogether: ["GET /members", "GET /billing/plan"],
      },
    ],
    request: get("/overview"),
  },
];

export const SVELTEKIT_ROUTES: readonly ExampleRoute[] = [
  ...WATERFALLS,
  {
    service,
    key: "GET /hooks/parallel",
    about: "the hooks through parallel()",
    expectation: "twin",
    visitors: "signed-in",
    request: onOwnHost("/hooks/parallel"),
  },
  silent("twin", "GET /projects/fixed", "config started early", get("/projects/fixed")),
  silent("twin", "GET /team/[team]/members/early", "own call first, then await parent()", ofTeam("/members/early")),
  silent("twin", "GET /reports/fixed", "both reports together", get("/reports/fixed")),
  silent("twin", "GET /api/summary/fixed", "config started early", get("/api/summary/fixed")),
  silent("twin", "POST /billing/fixed", "plan and taxes together", seats("/billing/fixed")),
  silent("twin", "GET /overview/fixed", "members and plan together", get("/overview/fixed")),
  silent("must-not-flag", "GET /team/[team]/board", "await parent() that is needed", ofTeam("/board")),
  silent("must-not-flag", "GET /feed", "a streamed promise", get("/feed")),
  silent("must-not-flag", "GET /api/projects/[id]/lead", "a data chain", ({ n }) => ({
    path: `/api/projects/prj_${n % 60}/lead`,
  })),
  {
    service,
    key: "GET /account",
    about: "a guard: redirect without a session",
    expectation: "must-not-flag",
    statuses: [200, 303],
    request: get("/account"),
  },
  {
    service,
    key: "POST /api/tickets",
    about: "create, then notify: writes in order",
    expectation: "must-not-flag",
    statuses: [201],
    request: ({ n }) => ({ path: "/api/tickets", json: { title: `Printer ${n} is out of paper` } }),
  },
];
