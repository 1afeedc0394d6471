import { personOf } from "../apps/kit/data/people.ts";
import type { Case } from "./case.ts";
import { wait } from "./wait.ts";

const PAGES = ["on-call", "release-train", "hiring", "incident-review", "glossary", "retreat-2026"];

const wikiPage = (user: number, n: number): string => `${personOf(user).tenant}/${PAGES[n % PAGES.length]}-${user}`;

export const KIT_LOAD_CASES: readonly Case[] = [
  {
    id: "kit/docs-parent",
    app: "kit",
    route: "GET /docs/[space]/[page]",
    about: "The page's load awaits `parent()` first, but only uses it for the title.",
    classes: ["parent-child", "prior-source"],
    request: ({ user, n }) => ({ path: `/docs/${wikiPage(user, n)}` }),
    twin: ({ user, n }) => ({ path: `/docs-fast/${wikiPage(user, n)}` }),
    twinRoute: "GET /docs-fast/[space]/[page]",
    waits: [
      wait(
        "GET /spaces/*",
        "GET /spaces/*/pages/*",
        "needless",
        "The page is asked for by both parameters of the URL; the space's name is needed for the title only.",
      ),
    ],
    needless: [
      {
        kind: "parent-child",
        places: [{ file: "src/routes/docs/[space]/[page]/+page.server.ts", function: "load" }],
        startTogether: ["GET /spaces/*", "GET /spaces/*/pages/*"],
      },
    ],
    interventions: [
      {
        call: "GET /spaces/*",
        answer: { json: { key: "zz", name: "Zeta", tree: [] } },
        why: "Another space's name and key change no later call.",
      },
    ],
  },
  {
    id: "kit/project-board",
    app: "kit",
    route: "GET /projects/[slug]/board",
    about: "The layout resolves the slug, which the page needs; its two lists do not need each other.",
    classes: ["data-copy", "serial", "guard-404"],
    statuses: [200, 404],
    request: ({ user }) => ({ path: `/projects/${personOf(user).tenant}-relaunch-${user % 30}/board` }),
    twin: ({ user }) => ({ path: `/projects-fast/${personOf(user).tenant}-relaunch-${user % 30}/board` }),
    twinRoute: "GET /projects-fast/[slug]/board",
    waits: [
      wait(
        "GET /projects/by-slug/*",
        "GET /boards/*/cards",
        "data",
        "Cards are asked for by the project's id, which only the layout's answer has.",
      ),
      wait(
        "GET /boards/*/cards",
        "GET /boards/*/archive",
        "needless",
        "Both use the project's id and nothing of each other.",
      ),
      wait("GET /projects/by-slug/*", "GET /boards/*/archive", "data", "The archive is asked for by the project's id."),
    ],
    needless: [
      {
        kind: "serial",
        places: [{ file: "src/routes/projects/[slug]/board/+page.server.ts", function: "load" }],
        startTogether: ["GET /boards/*/cards", "GET /boards/*/archive"],
      },
    ],
    interventions: [
      {
        call: "GET /projects/by-slug/*",
        answer: { json: { id: "prj_other", name: "other" } },
        why: "Both lists are asked for under the other id.",
      },
      { call: "GET /boards/*/cards", answer: { json: [] }, why: "An empty board has its archive read all the same." },
    ],
  },
  {
    id: "kit/admin-layout-guard",
    app: "kit",
    route: "GET /admin/revenue/[month]",
    about: "`await parent()` whose data is not used: the layout turns away who is no admin.",
    classes: ["guard-401", "prior-source"],
    statuses: [200, 403],
    request: ({ user, n }) => ({
      path: `/admin/revenue/2026-${String(1 + (n % 12)).padStart(2, "0")}`,
      headers: { cookie: `sid=${personOf(user).sid}` },
    }),
    waits: [
      wait(
        "GET /staff/*",
        "GET /reports/revenue/*",
        "guard",
        "The layout throws a 403 for other roles, so parent() rejects and the report is never asked for.",
      ),
    ],
    needless: [],
    interventions: [
      { call: "GET /staff/*", answer: { json: { name: "N. N.", role: "support" } }, why: "The report is not sent." },
      {
        call: "GET /staff/*",
        answer: { json: { name: "Other Admin", role: "admin" } },
        why: "Another admin sees the same report.",
      },
    ],
  },
  {
    id: "kit/account-serial",
    app: "kit",
    route: "GET /account/[id]",
    about: "A load awaits three methods of a service class one by one; each asks by the same id.",
    classes: ["serial"],
    request: ({ user }) => ({ path: `/account/${personOf(user).id}` }),
    twin: ({ user }) => ({ path: `/account-fast/${personOf(user).id}` }),
    twinRoute: "GET /account-fast/[id]",
    waits: [
      wait("GET /customers/*", "GET /customers/*/orders", "needless", "Both use the id the service was made with."),
      wait(
        "GET /customers/*/orders",
        "GET /recommendations/*",
        "needless",
        "Both use the id the service was made with.",
      ),
      wait("GET /customers/*", "GET /recommendations/*", "needless", "Both use the id the service was made with."),
    ],
    needless: [
      {
        kind: "serial",
        places: [{ file: "src/routes/account/[id]/+page.server.ts", function: "load" }],
        startTogether: ["GET /customers/*", "GET /customers/*/orders", "GET /recommendations/*"],
      },
    ],
    interventions: [
      {
        call: "GET /customers/*/orders",
        answer: { json: { orders: [] } },
        why: "Without orders the recommendations are read all the same.",
      },
    ],
  },
  {
    id: "kit/account-together",
    app: "kit",
    route: "GET /account-fast/[id]",
    about: "The same three reads in a Promise.all.",
    classes: ["parallel-already"],
    request: ({ user }) => ({ path: `/account-fast/${personOf(user).id}` }),
    waits: [],
    needless: [],
  },
  {
    id: "kit/product-universal",
    app: "kit",
    route: "GET /product/[sku]",
    about: "A universal load fetches two endpoints of its own app one after the other.",
    classes: ["serial", "prior-source"],
    request: ({ user, n }) => ({ path: `/product/${1000 + ((user * 37 + n * 11) % 900)}` }),
    twin: ({ user, n }) => ({ path: `/product-fast/${1000 + ((user * 37 + n * 11) % 900)}` }),
    twinRoute: "GET /product-fast/[sku]",
    waits: [
      wait(
        "GET /products/*",
        "GET /products/*/reviews",
        "needless",
        "Both are asked for by the URL's sku; the product is not read before the return.",
      ),
    ],
    needless: [
      {
        kind: "serial",
        places: [{ file: "src/routes/product/[sku]/+page.ts", function: "load" }],
        startTogether: ["GET /products/*", "GET /products/*/reviews"],
      },
    ],
    interventions: [
      {
        call: "GET /products/*",
        answer: { json: { name: "Other", cents: 1 } },
        why: "The reviews are asked for all the same.",
      },
    ],
  },
  {
    id: "kit/report-streamed-late",
    app: "kit",
    route: "GET /reports/[id]",
    about: "Comments are streamed, but their call starts only when the awaited report is there.",
    classes: ["streaming", "serial"],
    request: ({ user, n }) => ({ path: `/reports/${7000 + user * 3 + (n % 3)}` }),
    twin: ({ user, n }) => ({ path: `/reports-fast/${7000 + user * 3 + (n % 3)}` }),
    twinRoute: "GET /reports-fast/[id]",
    waits: [
      wait(
        "GET /reports/*",
        "GET /reports/*/comments",
        "needless",
        "The comments are asked for by the URL's id; a streamed promise can be made before the first await.",
      ),
    ],
    needless: [
      {
        kind: "serial",
        places: [{ file: "src/routes/reports/[id]/+page.server.ts", function: "load" }],
        startTogether: ["GET /reports/*", "GET /reports/*/comments"],
      },
    ],
    interventions: [
      {
        call: "GET /reports/*",
        answer: { json: { title: "Other", total: 0 } },
        why: "The comments are asked for all the same.",
      },
    ],
  },
  {
    id: "kit/help-three-levels",
    app: "kit",
    route: "GET /help/[tenant]/articles/[slug]",
    about: "Layout, layout and page each await `parent()` before their own read.",
    classes: ["parent-child", "constant-both-sides"],
    request: ({ user, n }) => ({ path: `/help/${personOf(user).tenant}/articles/${PAGES[(user + n) % PAGES.length]}` }),
    twin: ({ user, n }) => ({
      path: `/help-fast/${personOf(user).tenant}/articles/${PAGES[(user + n) % PAGES.length]}`,
    }),
    twinRoute: "GET /help-fast/[tenant]/articles/[slug]",
    waits: [
      wait(
        "GET /brands/*",
        "GET /help/topics",
        "needless",
        "The topics are the same for every brand; the parent's data is only passed on.",
      ),
      wait(
        "GET /help/topics",
        "GET /help/articles/*",
        "needless",
        "The article is asked for by the URL's slug; brand and topics go into what is returned.",
      ),
      wait("GET /brands/*", "GET /help/articles/*", "needless", "The article is asked for by the URL's slug."),
    ],
    needless: [
      {
        kind: "parent-child",
        places: [
          { file: "src/routes/help/[tenant]/articles/+layout.server.ts", function: "load" },
          { file: "src/routes/help/[tenant]/articles/[slug]/+page.server.ts", function: "load" },
        ],
        startTogether: ["GET /brands/*", "GET /help/topics", "GET /help/articles/*"],
      },
    ],
    interventions: [
      {
        call: "GET /brands/*",
        answer: { json: { name: "OTHER", logo: "/o.svg" } },
        why: "Another brand changes no later call.",
      },
      { call: "GET /help/topics", answer: { json: [] }, why: "Without topics the article is read all the same." },
    ],
  },
  {
    id: "kit/concert-venue",
    app: "kit",
    route: "GET /concerts/[id]",
    about: "The universal load takes the venue's reference of the server load apart and fetches the venue.",
    classes: ["data-transform"],
    request: ({ user, n }) => ({ path: `/concerts/${20_000 + user * 7 + n}` }),
    waits: [
      wait(
        "GET /concerts/*",
        "GET /venues/*/*",
        "data",
        "City and number are the two halves of the concert's venue reference.",
      ),
    ],
    needless: [],
    interventions: [
      {
        call: "GET /concerts/*",
        answer: { json: { artist: "X", venue: { ref: "turin-99" } } },
        why: "Venue 99 in Turin is asked for instead.",
      },
    ],
  },
];
