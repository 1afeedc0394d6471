import { personOf } from "../apps/kit/data/people.ts";
import type { Case } from "./case.ts";
import { wait } from "./wait.ts";

/** Endpoints that only read. */
export const KIT_ENDPOINT_CASES: readonly Case[] = [
  {
    id: "kit/cart-loop",
    app: "kit",
    route: "GET /api/carts/[id]",
    about: "One price after the other in a `for … of` over the cart's items.",
    classes: ["loop", "data-copy"],
    request: ({ user, n }) => ({ path: `/api/carts/${personOf(user).login}-${n % 3}` }),
    twin: ({ user, n }) => ({ path: `/api/carts-fast/${personOf(user).login}-${n % 3}` }),
    twinRoute: "GET /api/carts-fast/[id]",
    waits: [
      wait("GET /carts/*", "GET /prices/*", "data", "Prices are asked for by the skus in the cart."),
      wait(
        "GET /prices/*",
        "GET /prices/*",
        "needless",
        "No turn of the loop reads what an earlier one got; lines are only collected.",
      ),
    ],
    needless: [
      {
        kind: "loop",
        places: [{ file: "src/routes/api/carts/[id]/+server.ts", function: "GET" }],
        startTogether: ["GET /prices/*"],
      },
    ],
    interventions: [
      {
        call: "GET /carts/*",
        answer: {
          json: {
            id: "other",
            items: [
              { sku: "sku_one", quantity: 1 },
              { sku: "sku_two", quantity: 8 },
            ],
          },
        },
        why: "The other cart's two prices are asked for.",
      },
      { call: "GET /prices/*#1", answer: { json: { cents: 0 } }, why: "Another price changes no later call." },
    ],
  },
  {
    id: "kit/dashboard-barrier",
    app: "kit",
    route: "GET /api/dashboards/[team]",
    about: "The invoice needs the team only, but waits for the slower usage of the same Promise.all.",
    classes: ["barrier", "data-copy"],
    request: ({ user }) => ({ path: `/api/dashboards/team-${user % 60}` }),
    twin: ({ user }) => ({ path: `/api/dashboards-fast/team-${user % 60}` }),
    twinRoute: "GET /api/dashboards-fast/[team]",
    waits: [
      wait(
        "GET /teams/*",
        "GET /billing/accounts/*/open-invoice",
        "data",
        "The invoice is asked for by the team's billing account.",
      ),
      wait(
        "GET /usage/*",
        "GET /billing/accounts/*/open-invoice",
        "needless",
        "The usage is only put into the answer.",
      ),
    ],
    needless: [
      {
        kind: "barrier",
        places: [{ file: "src/routes/api/dashboards/[team]/+server.ts", function: "GET" }],
        startTogether: ["GET /usage/*", "GET /billing/accounts/*/open-invoice"],
      },
    ],
    interventions: [
      { call: "GET /usage/*", answer: { json: { minutes: 0 } }, why: "Without usage the same invoice is asked for." },
      {
        call: "GET /teams/*",
        answer: { json: { name: "Other", billingAccount: "ba_other" } },
        why: "The other account's invoice is asked for.",
      },
    ],
  },
  {
    id: "kit/statement-late-await",
    app: "kit",
    route: "GET /api/statements/[account]",
    about: "Preferences are awaited before a branch that never reads them, and before a read that never needs them.",
    classes: ["late-await", "prior-source"],
    request: ({ user, n }) => ({ path: `/api/statements/${personOf(user).id}${n % 3 === 0 ? "" : "?format=csv"}` }),
    twin: ({ user, n }) => ({ path: `/api/statements-fast/${personOf(user).id}${n % 3 === 0 ? "" : "?format=csv"}` }),
    twinRoute: "GET /api/statements-fast/[account]",
    waits: [
      wait(
        "GET /accounts/*/preferences",
        "GET /accounts/*/bookings",
        "needless",
        "Which branch runs is up to the URL; the bookings are asked for by the URL's account in both.",
      ),
    ],
    needless: [
      {
        kind: "late-await",
        places: [{ file: "src/routes/api/statements/[account]/+server.ts", function: "GET" }],
        startTogether: ["GET /accounts/*/preferences", "GET /accounts/*/bookings"],
      },
    ],
    interventions: [
      {
        call: "GET /accounts/*/preferences",
        answer: { json: { groupBy: "shop" } },
        why: "Other preferences change no later call.",
      },
    ],
  },
  {
    id: "kit/search-empty",
    app: "kit",
    route: "GET /api/search",
    about: "Facets are read by the same query, but only if there were hits.",
    classes: ["guard-empty", "prior-source"],
    request: ({ user, n }) => ({ path: `/api/search?q=${encodeURIComponent(`${personOf(user).login} ${n % 4}`)}` }),
    waits: [
      wait(
        "GET /search/hits",
        "GET /search/facets",
        "guard",
        "Without a hit the function returns before it asks for facets.",
      ),
    ],
    needless: [],
    interventions: [
      { call: "GET /search/hits", answer: { json: [] }, why: "The facets are not sent." },
      {
        call: "GET /search/hits",
        answer: { json: [{ id: "doc_1", title: "one" }] },
        why: "The same facets are sent for another hit.",
      },
    ],
  },
  {
    id: "kit/person-result",
    app: "kit",
    route: "GET /api/people/[id]/card",
    about: "A result type turns a missing person into a 404; badges and desk then wait for each other.",
    classes: ["guard-404", "serial", "prior-source"],
    statuses: [200, 404],
    request: ({ user }) => ({ path: `/api/people/${personOf(user).login}/card` }),
    twin: ({ user }) => ({ path: `/api/people/${personOf(user).login}/card-fast` }),
    twinRoute: "GET /api/people/[id]/card-fast",
    waits: [
      wait(
        "GET /people/*",
        "GET /people/*/badges",
        "guard",
        "For a missing person the handler returns a 404 before asking further.",
      ),
      wait(
        "GET /people/*/badges",
        "GET /people/*/desk",
        "needless",
        "Both are asked for by the URL's id, and a failure of either is swallowed.",
      ),
      wait(
        "GET /people/*",
        "GET /people/*/desk",
        "guard",
        "For a missing person the handler returns a 404 before asking further.",
      ),
    ],
    needless: [
      {
        kind: "serial",
        places: [{ file: "src/routes/api/people/[id]/card/+server.ts", function: "GET" }],
        startTogether: ["GET /people/*/badges", "GET /people/*/desk"],
      },
    ],
    interventions: [
      { call: "GET /people/*", answer: { status: 404, json: {} }, why: "Neither badges nor desk are sent." },
      { call: "GET /people/*/badges", answer: { status: 500, json: {} }, why: "The desk is asked for all the same." },
    ],
  },
  {
    id: "kit/pricing-flag",
    app: "kit",
    route: "GET /api/pricing/[sku]",
    about: "A flag decides whether the offer is asked for at all.",
    classes: ["guard-flag", "prior-source"],
    request: ({ user, n }) => ({ path: `/api/pricing/sku-${n % 40}?customer=${personOf(user).id}` }),
    waits: [
      wait(
        "GET /flags/*/for/*",
        "GET /offers/*",
        "guard",
        "The offer is only asked for where the flag's variant is `on`.",
      ),
    ],
    needless: [],
    interventions: [{ call: "GET /flags/*/for/*", answer: { json: { variant: "off" } }, why: "No offer is sent." }],
  },
  {
    id: "kit/device-region",
    app: "kit",
    route: "GET /api/devices/[id]",
    about:
      "Health by the device's region, then incidents whose limit 5 often equals the device's open tickets by chance.",
    classes: ["short-enum", "chance-equality", "constant-both-sides", "serial"],
    request: ({ user, n }) => ({ path: `/api/devices/dev-${user * 3 + (n % 3)}` }),
    twin: ({ user, n }) => ({ path: `/api/devices-fast/dev-${user * 3 + (n % 3)}` }),
    twinRoute: "GET /api/devices-fast/[id]",
    waits: [
      wait("GET /devices/*", "GET /regions/*/health", "data", "The region in the path is the device's."),
      wait(
        "GET /regions/*/health",
        "GET /incidents",
        "needless",
        "The incidents are asked for with a limit of five, whatever came before.",
      ),
      wait(
        "GET /devices/*",
        "GET /incidents",
        "needless",
        "The limit of five is written into the code; that the device has five open tickets is chance.",
      ),
    ],
    needless: [
      {
        kind: "serial",
        places: [{ file: "src/routes/api/devices/[id]/+server.ts", function: "GET" }],
        startTogether: ["GET /devices/*", "GET /incidents"],
      },
    ],
    interventions: [
      {
        call: "GET /devices/*",
        answer: { json: { id: "dev-x", region: "sa", firmware: "9", openTickets: 7 } },
        why: "The other region's health is asked for; the incidents stay as they are.",
      },
      {
        call: "GET /regions/*/health",
        answer: { json: { status: "down" } },
        why: "The incidents are asked for all the same.",
      },
    ],
  },
  {
    id: "kit/ticket-sla",
    app: "kit",
    route: "GET /api/accounts/[accountId]/tickets/[ticketId]",
    about: "The ticket repeats the account of the URL, and the code takes the URL's.",
    classes: ["serial", "prior-source", "decoy-name"],
    request: ({ user, n }) => ({ path: `/api/accounts/${2000 + user * 13}/tickets/tck-${2000 + user * 13}-${n % 6}` }),
    twin: ({ user, n }) => ({
      path: `/api/accounts/${2000 + user * 13}/tickets-fast/tck-${2000 + user * 13}-${n % 6}`,
    }),
    twinRoute: "GET /api/accounts/[accountId]/tickets-fast/[ticketId]",
    waits: [
      wait(
        "GET /tickets/*",
        "GET /accounts/*/sla",
        "needless",
        "`accountId` is destructured from the URL's parameters; the ticket's field of that name is not read.",
      ),
    ],
    needless: [
      {
        kind: "serial",
        places: [{ file: "src/routes/api/accounts/[accountId]/tickets/[ticketId]/+server.ts", function: "GET" }],
        startTogether: ["GET /tickets/*", "GET /accounts/*/sla"],
      },
    ],
    interventions: [
      {
        call: "GET /tickets/*",
        answer: { json: { id: "t", accountId: "9", subject: "s" } },
        why: "The URL's account's terms are asked for all the same.",
      },
    ],
  },
  {
    id: "kit/invoice-echo",
    app: "kit",
    route: "GET /api/invoices/[number]",
    about: "The invoice answers with the number it was asked for, and the code goes on with that copy.",
    classes: ["echo"],
    request: ({ user, n }) => ({ path: `/api/invoices/R-${2026_0000 + user * 17 + n}` }),
    waits: [
      wait(
        "GET /invoices/*",
        "GET /dunning/*",
        "data",
        "An echo: as written the number is read from the invoice, so another number in the answer would be sent.",
      ),
    ],
    needless: [],
    interventions: [
      { call: "GET /invoices/*", answer: { json: { number: "R-1", cents: 1 } }, why: "Dunning is asked for R-1." },
    ],
  },
  {
    id: "kit/overview-chains",
    app: "kit",
    route: "GET /api/overview/[id]",
    about:
      "Two chains side by side: each has a needed wait, and calls of one merely start after calls of the other ended.",
    classes: ["interleaved-chains", "accidental-seriality", "data-copy", "parallel-already"],
    request: ({ user }) => ({ path: `/api/overview/${personOf(user).id}` }),
    waits: [
      wait("GET /employees/*", "GET /managers/*", "data", "The manager is asked for by the employee's managerId."),
      wait("GET /contracts/*", "GET /payrolls/*", "data", "The payroll is asked for by the contract's payrollId."),
      wait("GET /employees/*", "GET /payrolls/*", "not-waiting", "The payroll belongs to the other chain."),
      wait("GET /contracts/*", "GET /managers/*", "not-waiting", "The manager belongs to the other chain."),
      wait("GET /managers/*", "GET /payrolls/*", "not-waiting", "The payroll belongs to the other chain."),
      wait("GET /payrolls/*", "GET /managers/*", "not-waiting", "The manager belongs to the other chain."),
    ],
    needless: [],
    interventions: [
      {
        call: "GET /employees/*",
        answer: { json: { managerId: "mgr_other" } },
        why: "Another manager is asked for; the payroll stays.",
      },
      {
        call: "GET /contracts/*",
        answer: { json: { payrollId: "pr_other" } },
        why: "Another payroll is asked for; the manager stays.",
      },
    ],
  },
  {
    id: "kit/stock-first",
    app: "kit",
    route: "GET /api/stock/[sku]",
    about: "A loop over warehouses that looks like N+1, but stops at the first with stock.",
    classes: ["late-branch", "fail-fast", "constant-both-sides"],
    request: ({ user, n }) => ({
      path: `/api/stock/${personOf(user).country.toLowerCase()}-${100 + ((user + n) % 120)}`,
    }),
    waits: [
      wait(
        "GET /warehouses/*/stock/*",
        "GET /warehouses/*/stock/*",
        "guard",
        "The next warehouse is asked only if this one has nothing.",
      ),
    ],
    needless: [],
    interventions: [
      { call: "GET /warehouses/*/stock/*#1", answer: { json: { available: 12 } }, why: "No other warehouse is asked." },
      {
        call: "GET /warehouses/*/stock/*#1",
        answer: { json: { available: 0 } },
        why: "The second warehouse is asked.",
      },
    ],
  },
  {
    id: "kit/avatar-fallback",
    app: "kit",
    route: "GET /api/avatars/[id]",
    about: "A generated picture is asked for in the catch of the own one.",
    classes: ["guard-404", "prior-source"],
    request: ({ user }) => ({ path: `/api/avatars/${personOf(user).login}` }),
    waits: [
      wait(
        "GET /pictures/own/*",
        "GET /pictures/generated/*",
        "guard",
        "Only where the own picture fails is a generated one asked for.",
      ),
    ],
    needless: [],
    interventions: [
      {
        call: "GET /pictures/own/*",
        answer: { json: { url: "/own/x.webp" } },
        why: "No generated picture is asked for.",
      },
    ],
  },
];
