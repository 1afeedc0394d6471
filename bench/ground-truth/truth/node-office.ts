import { token } from "../upstream/seeded.ts";
import type { Case, Visit, VisitRequest } from "./case.ts";
import { wait } from "./wait.ts";

const key = (user: number): string => token("key_", `node ${user}`, 16);
const team = ({ user }: Visit): string => `team-${user % 45}`;
const withKey = (path: string, { user }: Visit): VisitRequest => ({ path, headers: { "x-api-key": key(user) } });

const TENANTS = ["acme", "globex", "initech", "umbra", "hooli", "stark", "wayne"];
const withTenant = (path: string, { user }: Visit): VisitRequest => ({
  path,
  headers: { "x-tenant": `${TENANTS[user % TENANTS.length]}-${user % 13}` },
});

const playlist = ({ user, n }: Visit): string => `pl-${user * 3 + (n % 4)}`;
const job = ({ user, n }: Visit): string => `job-${user * 11 + n}`;
const repo = ({ user, n }: Visit): string => `${["kit", "bolt", "lumen"][user % 3]}/service-${(user * 7 + n) % 90}`;

/** Teams, feeds, tenants, jobs and builds. */
export const NODE_OFFICE_CASES: readonly Case[] = [
  {
    id: "node/team-summary",
    app: "node",
    route: "GET /teams/:id/summary",
    about: "A preHandler turns bad keys away; then team and tasks are read one by one.",
    classes: ["guard-401", "serial"],
    statuses: [200, 401],
    request: (visit) => withKey(`/teams/${team(visit)}/summary`, visit),
    twin: (visit) => withKey(`/teams/${team(visit)}/summary-fast`, visit),
    twinRoute: "GET /teams/:id/summary-fast",
    waits: [
      wait("GET /auth/keys/*", "GET /teams/*", "guard", "An unknown key is answered with 401 before anything is read."),
      wait("GET /teams/*", "GET /tasks", "needless", "Both are asked for by the URL's id."),
      wait("GET /auth/keys/*", "GET /tasks", "guard", "An unknown key is answered with 401 before anything is read."),
    ],
    needless: [
      { kind: "serial", places: [{ file: "src/routes/teams.ts" }], startTogether: ["GET /teams/*", "GET /tasks"] },
    ],
    interventions: [
      { call: "GET /auth/keys/*", answer: { status: 404, json: {} }, why: "Neither team nor tasks are sent." },
      { call: "GET /teams/*", answer: { json: { id: "other", name: "Other" } }, why: "The same tasks are asked for." },
    ],
  },
  {
    id: "node/feed-loader",
    app: "node",
    route: "GET /feeds/:topic",
    about: "A loader collects the authors of all articles into one batch.",
    classes: ["data-copy", "memo", "parallel-already"],
    request: ({ user, n }) => ({
      path: `/feeds/${["rust", "bikes", "tea", "maps", "jazz"][(user + n) % 5]}-${user % 40}`,
    }),
    waits: [
      wait("GET /articles", "POST /authors/batch", "data", "The ids in the batch are the authors of the articles."),
    ],
    needless: [],
    interventions: [
      {
        call: "GET /articles",
        answer: { json: [{ id: "a", title: "t", author: "aut_other" }] },
        why: "The other author is asked for.",
      },
      { call: "GET /articles", answer: { json: [] }, why: "No author is asked for." },
    ],
  },
  {
    id: "node/mirror-limit",
    app: "node",
    route: "GET /mirrors/:set",
    about: "Three files through a limiter of one at a time, as the service demands.",
    classes: ["constant-both-sides"],
    request: ({ user }) => ({ path: `/mirrors/set-${user}` }),
    waits: [
      wait(
        "GET /mirror-files/*/*",
        "GET /mirror-files/*/*",
        "pace",
        "The service takes one connection at a time; the limiter holds every file back until the one before it is over.",
      ),
    ],
    needless: [],
  },
  {
    id: "node/playlist-reduce",
    app: "node",
    route: "GET /playlists/:id/duration",
    about: "A `reduce` over promises: every track waits for the sum so far.",
    classes: ["loop", "data-copy"],
    request: (visit) => ({ path: `/playlists/${playlist(visit)}/duration` }),
    twin: (visit) => ({ path: `/playlists/${playlist(visit)}/duration-fast` }),
    twinRoute: "GET /playlists/:id/duration-fast",
    waits: [
      wait("GET /playlists/*", "GET /tracks/*", "data", "Tracks are asked for by the ids in the playlist."),
      wait(
        "GET /tracks/*",
        "GET /tracks/*",
        "needless",
        "A track is asked for by its own id; the sum so far is only added to.",
      ),
    ],
    needless: [{ kind: "loop", places: [{ file: "src/routes/feeds.ts" }], startTogether: ["GET /tracks/*"] }],
    interventions: [
      {
        call: "GET /playlists/*",
        answer: { json: { tracks: ["trk_one", "trk_two"] } },
        why: "The other two tracks are asked for.",
      },
      { call: "GET /tracks/*#1", answer: { json: { seconds: 0 } }, why: "Another length changes no later call." },
    ],
  },
  {
    id: "node/crm-tenant",
    app: "node",
    route: "GET /crm/customers",
    about:
      "A hook puts the tenant into AsyncLocalStorage, a repository reads its schema from there; then two reads in a row.",
    classes: ["hidden-state", "data-copy", "serial"],
    request: (visit) => withTenant("/crm/customers", visit),
    twin: (visit) => withTenant("/crm/customers-fast", visit),
    twinRoute: "GET /crm/customers-fast",
    waits: [
      wait(
        "GET /tenants/*",
        "GET /db/*/customers",
        "data",
        "The schema in the path is the tenant's, taken from the storage.",
      ),
      wait(
        "GET /db/*/customers",
        "GET /db/*/contracts",
        "needless",
        "Contracts are read whole; they meet the customers afterwards.",
      ),
      wait(
        "GET /tenants/*",
        "GET /db/*/contracts",
        "data",
        "The schema in the path is the tenant's, taken from the storage.",
      ),
    ],
    needless: [
      {
        kind: "serial",
        places: [{ file: "src/routes/tenants.ts" }],
        startTogether: ["GET /db/*/customers", "GET /db/*/contracts"],
      },
    ],
    interventions: [
      {
        call: "GET /tenants/*",
        answer: { json: { schema: "t_other" } },
        why: "Both tables of the other schema are read.",
      },
      {
        call: "GET /db/*/customers",
        answer: { json: [] },
        why: "Without customers the contracts are read all the same.",
      },
    ],
  },
  {
    id: "node/job-run",
    app: "node",
    route: "POST /jobs/:id/run",
    about: "A job is claimed, its definition and recipients are read one by one, then it is mailed and completed.",
    classes: ["fail-fast", "serial", "write-order", "data-copy"],
    request: (visit) => ({ method: "POST", path: `/jobs/${job(visit)}/run`, json: {} }),
    twin: (visit) => ({ method: "POST", path: `/jobs/${job(visit)}/run-fast`, json: {} }),
    twinRoute: "POST /jobs/:id/run-fast",
    waits: [
      wait("PUT /jobs/*/claim", "GET /job-definitions/*", "guard", "A job another worker has is left alone."),
      wait("GET /job-definitions/*", "GET /recipients/*", "needless", "Both are asked for by the URL's id."),
      wait("GET /recipients/*", "POST /mailings", "data", "The recipients are in the mailing."),
      wait("POST /mailings", "PUT /jobs/*/complete", "order", "The job may only count as done once it is mailed."),
      wait("PUT /jobs/*/claim", "GET /recipients/*", "guard", "A job another worker has is left alone."),
      wait("PUT /jobs/*/claim", "POST /mailings", "guard", "A job another worker has is left alone."),
      wait("PUT /jobs/*/claim", "PUT /jobs/*/complete", "guard", "A job another worker has is left alone."),
      wait("GET /job-definitions/*", "POST /mailings", "data", "The subject is in the mailing."),
      wait(
        "GET /job-definitions/*",
        "PUT /jobs/*/complete",
        "order",
        "The job may only count as done once all of it is.",
      ),
      wait("GET /recipients/*", "PUT /jobs/*/complete", "order", "The job may only count as done once all of it is."),
    ],
    needless: [
      {
        kind: "serial",
        places: [{ file: "src/routes/jobs.ts" }],
        startTogether: ["GET /job-definitions/*", "GET /recipients/*"],
      },
    ],
    interventions: [
      { call: "PUT /jobs/*/claim", answer: { status: 409, json: {} }, why: "Nothing else is sent." },
      {
        call: "GET /job-definitions/*",
        answer: { json: { subject: "Other" } },
        why: "The same recipients are asked for.",
      },
      { call: "GET /recipients/*", answer: { json: ["other@example.com"] }, why: "The other recipient is mailed." },
    ],
  },
  {
    id: "node/audit-export",
    app: "node",
    route: "GET /audit-exports/:org",
    about: "Settings are read before an async generator follows a cursor, but only used for the text afterwards.",
    classes: ["serial", "cursor", "prior-source"],
    request: ({ user }) => ({ path: `/audit-exports/org-${user}` }),
    twin: ({ user }) => ({ path: `/audit-exports-fast/org-${user}` }),
    twinRoute: "GET /audit-exports-fast/:org",
    waits: [
      wait(
        "GET /orgs/*/settings",
        "GET /audit/*/entries#1",
        "needless",
        "The first page is asked for by the URL's org.",
      ),
      wait(
        "GET /audit/*/entries",
        "GET /audit/*/entries",
        "pace",
        "Each page is asked for with the cursor of the one before.",
      ),
      wait(
        "GET /orgs/*/settings",
        "GET /audit/*/entries",
        "needless",
        "Pages are asked for by the URL's org and a cursor; the settings only change the text.",
      ),
    ],
    needless: [
      {
        kind: "serial",
        places: [{ file: "src/routes/jobs.ts" }],
        startTogether: ["GET /orgs/*/settings", "GET /audit/*/entries#1"],
      },
    ],
    interventions: [
      { call: "GET /orgs/*/settings", answer: { json: { anonymous: true } }, why: "The same pages are asked for." },
      { call: "GET /audit/*/entries#1", answer: { json: { entries: [] } }, why: "No second page is asked for." },
    ],
  },
  {
    id: "node/badge-late-await",
    app: "node",
    route: "GET /badges/:owner/:repo",
    about: "Coverage is awaited before a branch that often returns without it.",
    classes: ["late-await", "prior-source"],
    request: (visit) => ({ path: `/badges/${repo(visit)}` }),
    twin: (visit) => ({ path: `/badges-fast/${repo(visit)}` }),
    twinRoute: "GET /badges-fast/:owner/:repo",
    waits: [
      wait(
        "GET /coverage/*",
        "GET /builds/*/latest",
        "needless",
        "Both are asked for by the URL's repository; coverage decides nothing.",
      ),
    ],
    needless: [
      {
        kind: "late-await",
        places: [{ file: "src/routes/badges.ts" }],
        startTogether: ["GET /coverage/*", "GET /builds/*/latest"],
      },
    ],
    interventions: [{ call: "GET /coverage/*", answer: { json: { percent: 0 } }, why: "The same build is asked for." }],
  },
  {
    id: "node/status-settled",
    app: "node",
    route: "GET /status",
    about: "Four pings in a Promise.allSettled, one of which always fails.",
    classes: ["parallel-already"],
    request: () => ({ path: "/status" }),
    waits: [],
    needless: [],
  },
];
