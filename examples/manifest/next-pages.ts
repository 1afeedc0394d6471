import { type ExampleRoute, get, type SilentRoute } from "./example-route.ts";

const service = "next-app";
const PAGE = "GET /back-office/page";
const SESSION = "GET /back-office/session";
const STATS = "GET /back-office/stats";
const ORDERS = "GET /back-office/orders";
const NOTIFICATIONS = "GET /back-office/notifications";

function page(expectation: SilentRoute["expectation"], path: string, about: string, search = ""): ExampleRoute {
  return { service, key: `GET ${path}`, about, expectation, visitors: "signed-in", request: get(path + search) };
}

export const NEXT_PAGES: readonly ExampleRoute[] = [
  {
    service,
    key: "GET /dashboard",
    about: "five sources in nested components, 2,500 ms",
    expectation: "waterfall",
    twin: "GET /dashboard/parallel",
    visitors: "signed-in",
    findings: [
      {
        kind: "parent-child",
        places: [{ file: "app/dashboard/page.tsx", function: "DashboardPage" }],
        startTogether: [PAGE, SESSION, STATS, ORDERS, NOTIFICATIONS],
      },
      {
        kind: "parent-child",
        places: [{ file: "components/dashboard/session-panel.tsx", function: "SessionPanel" }],
        startTogether: [SESSION, STATS, ORDERS, NOTIFICATIONS],
      },
      {
        kind: "parent-child",
        places: [{ file: "components/dashboard/stats-panel.tsx", function: "StatsPanel" }],
        startTogether: [STATS, ORDERS, NOTIFICATIONS],
      },
      {
        kind: "serial",
        places: [{ file: "components/dashboard/activity-panel.tsx", function: "ActivityPanel" }],
        startTogether: [ORDERS, NOTIFICATIONS],
      },
    ],
    request: get("/dashboard"),
  },
  page("twin", "/dashboard/parallel", "one Promise.all at the top, 600 ms"),
  page("must-not-flag", "/dashboard/siblings", "siblings: React runs them together"),
  page("must-not-flag", "/dashboard/streaming", "a Suspense boundary per source"),
  page("must-not-flag", "/dashboard/partial-failure", "one source fails, the others are shown"),
  page("must-not-flag", "/dashboard/abort", "a slow source cancelled by a deadline"),
  page("must-not-flag", "/dashboard/partial", "true dependencies kept, the rest together"),
  page("must-not-flag", "/dashboard/groups", "parallel groups within a parallel group"),
  page("must-not-flag", "/dashboard/sources", "twelve sources at once", "?count=12"),
  {
    service,
    key: "GET /dashboard/batching",
    about: "six prices one after another",
    expectation: "waterfall",
    twin: "GET /dashboard/batching/loader",
    visitors: "signed-in",
    findings: [
      {
        kind: "loop",
        places: [{ file: "app/dashboard/batching/page.tsx", function: "BatchingDashboardPage" }],
        startTogether: ["GET /prices/*"],
      },
    ],
    request: get("/dashboard/batching"),
  },
  page("twin", "/dashboard/batching/loader", "the same prices through a DataLoader"),
];
