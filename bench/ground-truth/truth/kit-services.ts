import { personOf } from "../apps/kit/data/people.ts";
import type { Case, Visit, VisitRequest } from "./case.ts";
import { wait } from "./wait.ts";

const bearer = (path: string, { user }: Visit): VisitRequest => ({
  path,
  headers: { authorization: `Bearer ${personOf(user).sid.slice(2)}` },
});

/** GraphQL, paging, retries, remembered answers, wrappers and remote functions. */
export const KIT_SERVICE_CASES: readonly Case[] = [
  {
    id: "kit/contributors-graphql",
    app: "kit",
    route: "GET /api/contributors/[login]",
    about: "Three GraphQL queries over POST: the second needs the first's node id, the third nothing.",
    classes: ["graphql", "data-copy", "serial"],
    request: ({ user }) => ({ path: `/api/contributors/${personOf(user).login}` }),
    twin: ({ user }) => ({ path: `/api/contributors-fast/${personOf(user).login}` }),
    twinRoute: "GET /api/contributors-fast/[login]",
    waits: [
      wait("POST /graphql#1", "POST /graphql#2", "data", "The owner of the repositories is the account's node id."),
      wait("POST /graphql#2", "POST /graphql#3", "needless", "The trending query has no variables and only reads."),
      wait("POST /graphql#1", "POST /graphql#3", "needless", "The trending query has no variables and only reads."),
    ],
    needless: [
      {
        kind: "serial",
        places: [{ file: "src/routes/api/contributors/[login]/+server.ts", function: "GET" }],
        startTogether: ["POST /graphql#1", "POST /graphql#3"],
      },
    ],
    interventions: [
      {
        call: "POST /graphql#1",
        answer: { json: { data: { account: { nodeId: "U_other", displayName: "O" } } } },
        why: "The repositories of the other node are asked for; the third query stays.",
      },
      {
        call: "POST /graphql#2",
        answer: { json: { data: { repositories: [] } } },
        why: "The third query stays as it is.",
      },
    ],
  },
  {
    id: "kit/export-cursor",
    app: "kit",
    route: "GET /api/exports/[table]",
    about: "An async generator follows a cursor.",
    classes: ["cursor"],
    request: ({ user, n }) => ({ path: `/api/exports/${personOf(user).tenant}_${n % 9}` }),
    waits: [
      wait(
        "GET /tables/*/rows",
        "GET /tables/*/rows",
        "pace",
        "Each slice is asked for with the cursor of the one before.",
      ),
    ],
    needless: [],
    interventions: [
      {
        call: "GET /tables/*/rows#1",
        answer: { json: { rows: [1] } },
        why: "Without a cursor nothing more is asked for.",
      },
      { call: "GET /tables/*/rows#1", answer: { json: { rows: [1], next: "p_0" } }, why: "The other cursor is sent." },
    ],
  },
  {
    id: "kit/rate-retry",
    app: "kit",
    route: "GET /api/rates/[pair]",
    about: "A wrapper tries again while the service says it is busy.",
    classes: ["retry"],
    request: ({ user, n }) => ({
      path: `/api/rates/${["EURUSD", "EURKRW", "GBPEUR", "USDBRL", "CHFEUR"][(user + n) % 5]}`,
    }),
    waits: [wait("GET /fx/*", "GET /fx/*", "pace", "The second attempt is made because the first failed.")],
    needless: [],
    interventions: [
      { call: "GET /fx/*#1", answer: { json: { value: 1 } }, why: "A first answer that is good is the only call." },
      { call: "GET /fx/*#1", answer: { status: 503, json: {} }, why: "It is tried again." },
    ],
  },
  {
    id: "kit/render-poll",
    app: "kit",
    route: "POST /api/renders",
    about: "A render is ordered, then asked after until it is done.",
    classes: ["poll", "data-copy"],
    statuses: [201],
    request: ({ user, n }) => ({
      method: "POST",
      path: "/api/renders",
      json: { template: `flyer-${personOf(user).login}-${n % 4}` },
    }),
    waits: [
      wait("POST /renders", "GET /renders/*", "data", "The render is asked after by the id it was given."),
      wait("GET /renders/*", "GET /renders/*", "pace", "Asked again because the last revision was not the final one."),
    ],
    needless: [],
    interventions: [
      {
        call: "POST /renders",
        answer: { status: 202, json: { id: "rnd_other" } },
        why: "The other render is asked after.",
      },
      {
        call: "GET /renders/*#1",
        answer: { json: { state: "done", revision: 1, url: "/out/x.pdf" } },
        why: "It is not asked after again.",
      },
    ],
  },
  {
    id: "kit/quote-memo",
    app: "kit",
    route: "GET /api/quotes/[customer]",
    about: "Terms are remembered in the builder; what `prepare` kept in a private field decides which rebate is read.",
    classes: ["memo", "hidden-state", "data-transform"],
    request: ({ user }) => ({ path: `/api/quotes/${personOf(user).id}` }),
    waits: [
      wait(
        "GET /customers/*/terms",
        "GET /rebates/*",
        "data",
        "The path is the lower-cased rebate group that `prepare` stored in the builder.",
      ),
    ],
    needless: [],
    interventions: [
      {
        call: "GET /customers/*/terms",
        answer: { json: { currency: "EUR", rebateGroup: "PLATINUM" } },
        why: "/rebates/platinum is asked for.",
      },
    ],
  },
  {
    id: "kit/feed-with-auth",
    app: "kit",
    route: "GET /api/me/feed",
    about: "A wrapper checks the token; then posts need who is followed, but not who is muted.",
    classes: ["guard-401", "data-transform", "serial"],
    statuses: [200, 401],
    request: (visit) => bearer("/api/me/feed", visit),
    twin: (visit) => bearer("/api/me/feed-fast", visit),
    twinRoute: "GET /api/me/feed-fast",
    waits: [
      wait(
        "GET /tokens/*",
        "GET /follows/*",
        "data",
        "Who is followed is asked for by the user id behind the token, and not at all for a bad token.",
      ),
      wait(
        "GET /follows/*",
        "GET /mutes/*",
        "needless",
        "Both are asked for by the user id and read nothing of each other.",
      ),
      wait(
        "GET /mutes/*",
        "GET /posts",
        "needless",
        "Posts are asked for by the authors followed; mutes are only taken out afterwards.",
      ),
      wait("GET /tokens/*", "GET /mutes/*", "data", "Who is muted is asked for by the user id behind the token."),
      wait("GET /tokens/*", "GET /posts", "guard", "For a bad token the wrapper answers 401 and no post is read."),
      wait("GET /follows/*", "GET /posts", "data", "Posts are asked for by the authors followed."),
    ],
    needless: [
      {
        kind: "serial",
        places: [{ file: "src/routes/api/me/feed/+server.ts" }],
        startTogether: ["GET /follows/*", "GET /mutes/*"],
      },
    ],
    interventions: [
      { call: "GET /tokens/*", answer: { status: 404, json: {} }, why: "Nothing else is sent." },
      { call: "GET /follows/*", answer: { json: ["sofia"] }, why: "Sofia's posts are asked for." },
      { call: "GET /mutes/*", answer: { json: ["lena", "omar", "yuna"] }, why: "The same posts are asked for." },
    ],
  },
  {
    id: "kit/planner-remote",
    app: "kit",
    route: "GET /planner/[week]",
    about: "A page component awaits two remote queries, one per line.",
    classes: ["serial", "data-transform"],
    request: ({ user, n }) => ({ path: `/planner/20${20 + (user % 7)}-W${10 + (n % 40)}` }),
    twin: ({ user, n }) => ({ path: `/planner-fast/20${20 + (user % 7)}-W${10 + (n % 40)}` }),
    twinRoute: "GET /planner-fast/[week]",
    waits: [
      wait("GET /shifts/*", "GET /holidays/*", "needless", "The year is cut from the URL's week, not from the shifts."),
    ],
    needless: [
      {
        kind: "serial",
        places: [{ file: "src/routes/planner/[week]/+page.svelte" }],
        startTogether: ["GET /shifts/*", "GET /holidays/*"],
      },
    ],
    interventions: [
      { call: "GET /shifts/*", answer: { json: [] }, why: "Without shifts the holidays are read all the same." },
    ],
  },
  {
    id: "kit/rota-batch",
    app: "kit",
    route: "GET /rota/[team]",
    about: "Contacts of everybody on call in one batched remote query, which needs the rota.",
    classes: ["data-copy", "parallel-already"],
    request: ({ user }) => ({ path: `/rota/${personOf(user).tenant}-${user % 5}` }),
    waits: [wait("GET /rotas/*", "POST /contacts/lookup", "data", "The ids looked up are those on call.")],
    needless: [],
    interventions: [
      { call: "GET /rotas/*", answer: { json: { onCall: ["usr_other"] } }, why: "The other person is looked up." },
    ],
  },
];
