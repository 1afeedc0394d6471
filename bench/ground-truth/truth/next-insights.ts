import { person } from "../apps/next/upstream/people.ts";
import type { Case } from "./case.ts";

/** A token as the gateway passes it on: its middle part holds who it is for. */
function token(user: number): string {
  const { id, tenant } = person(user);
  const payload = Buffer.from(JSON.stringify({ sub: id, tenant })).toString("base64url");
  return `Bearer e30.${payload}.sig`;
}

export const INSIGHTS_CASES: readonly Case[] = [
  {
    id: "next/insights-start",
    app: "next",
    route: "GET /insights/start/[userId]",
    about: "Three GraphQL reads to one address, one after the other.",
    classes: ["graphql", "serial", "prior-source"],
    request: ({ user }) => ({ path: `/insights/start/${person(user).id}` }),
    twin: ({ user }) => ({ path: `/insights/start/${person(user).id}/twin` }),
    twinRoute: "GET /insights/start/[userId]/twin",
    waits: [
      {
        before: "POST /graphql#1",
        after: "POST /graphql#2",
        truth: "needless",
        why: "Releases are the same for everyone; both are queries.",
      },
      {
        before: "POST /graphql#2",
        after: "POST /graphql#3",
        truth: "needless",
        why: "Usage is asked for by the URL's user; both are queries.",
      },
    ],
    needless: [
      {
        kind: "serial",
        places: [{ file: "app/insights/start/[userId]/route.ts", function: "GET" }],
        startTogether: ["POST /graphql#1", "POST /graphql#2", "POST /graphql#3"],
      },
    ],
    interventions: [
      {
        call: "POST /graphql#1",
        answer: { json: { data: { viewer: { id: "usr_0", name: "Else", teamId: null } } } },
        why: "Another viewer changes no later query.",
      },
    ],
  },
  {
    id: "next/insights-team",
    app: "next",
    route: "GET /insights/team/[userId]",
    about: "The viewer's team is a variable of the second query.",
    classes: ["graphql", "data-copy", "guard-empty"],
    request: ({ user }) => ({ path: `/insights/team/${person(user).id}` }),
    waits: [
      {
        before: "POST /graphql/viewer",
        after: "POST /graphql/team",
        truth: "data",
        why: "`teamId` of the answer is the variable; without a team nothing is asked.",
      },
    ],
    needless: [],
    interventions: [
      {
        call: "POST /graphql/viewer",
        answer: { json: { data: { viewer: { id: "x", name: "Else", teamId: "team-x" } } } },
        why: "team-x is asked for.",
      },
    ],
  },
  {
    id: "next/insights-project",
    app: "next",
    route: "GET /insights/project/[slug]",
    about: "An archived project ends a switch before its deployments are asked for.",
    classes: ["graphql", "guard-flag", "short-enum"],
    request: ({ user }) => ({ path: `/insights/project/${person(user).tenant}-app-${user % 30}` }),
    waits: [
      {
        before: "POST /graphql/projects",
        after: "POST /graphql/projects",
        truth: "guard",
        why: "Deployments are asked for by the URL's slug, but only of an active project.",
      },
    ],
    needless: [],
    interventions: [
      {
        call: "POST /graphql/projects#1",
        answer: { json: { data: { project: { slug: "x", status: "ARCHIVED" } } } },
        why: "Archived: no deployments are asked for.",
      },
    ],
  },
  {
    id: "next/insights-funnel",
    app: "next",
    route: "GET /insights/funnel",
    about: "Segments come back and segments are sent, but those sent are written in the code.",
    classes: ["serial", "constant-both-sides", "chance-equality"],
    request: ({ user }) => ({ path: `/insights/funnel?range=${7 * (1 + (user % 12))}d` }),
    twin: ({ user }) => ({ path: `/insights/funnel/twin?range=${7 * (1 + (user % 12))}d` }),
    twinRoute: "GET /insights/funnel/twin",
    waits: [
      {
        before: "POST /rpc/segments.list",
        after: "POST /rpc/funnel.compute",
        truth: "needless",
        why: "The computation gets the URL's range and a list of the code; both are reads over POST.",
      },
    ],
    needless: [
      {
        kind: "serial",
        places: [{ file: "app/insights/funnel/route.ts", function: "GET" }],
        startTogether: ["POST /rpc/segments.list", "POST /rpc/funnel.compute"],
      },
    ],
    interventions: [
      {
        call: "POST /rpc/segments.list",
        answer: { json: { result: ["vip"] } },
        why: "Another list comes back: the same list is sent.",
      },
    ],
  },
  {
    id: "next/insights-metrics",
    app: "next",
    route: "GET /insights/metrics/[userId]",
    about: "A streamed panel reads three things in a row.",
    classes: ["streaming", "serial", "memo"],
    request: ({ user }) => ({ path: `/insights/metrics/${person(user).id}` }),
    twin: ({ user }) => ({ path: `/insights/metrics/${person(user).id}/twin` }),
    twinRoute: "GET /insights/metrics/[userId]/twin",
    waits: [
      {
        before: "GET /metrics/*/summary",
        after: "GET /metrics/*/trend",
        truth: "needless",
        why: "The trend is asked for by the prop's user.",
      },
      {
        before: "GET /metrics/*/trend",
        after: "GET /glossary",
        truth: "needless",
        why: "The glossary is the same for everyone.",
      },
    ],
    needless: [
      {
        kind: "serial",
        places: [{ file: "components/metrics-panel.tsx", function: "MetricsPanel" }],
        startTogether: ["GET /metrics/*/summary", "GET /metrics/*/trend", "GET /glossary"],
      },
    ],
    interventions: [
      {
        call: "GET /metrics/*/summary",
        answer: { json: { userId: "x", visits: 0, updated: "never" } },
        why: "No visits: the trend is read all the same.",
      },
    ],
  },
  {
    id: "next/insights-todos",
    app: "next",
    route: "POST /insights/todos/[userId]",
    about: "A Server Action writes a todo; the page that is rendered in its answer reads the list.",
    classes: ["read-back", "write-order"],
    request: ({ user, n }) => ({
      method: "POST",
      path: `/insights/todos/${person(user).id}`,
      serverAction: true,
      form: { title: `Follow up ${n % 10}` },
    }),
    waits: [
      {
        before: "POST /todos/*",
        after: "GET /todos/*",
        truth: "order",
        why: "The list that is rendered has to hold the todo that was just written.",
      },
    ],
    needless: [],
  },
  {
    id: "next/insights-layout",
    app: "next",
    route: "GET /insights/layout-of/[userId]",
    about: "A bucket of one letter picks which of two addresses is read.",
    classes: ["short-enum", "data-transform"],
    request: ({ user }) => ({ path: `/insights/layout-of/${person(user).id}` }),
    waits: [
      {
        before: "GET /experiments/*",
        after: "GET /layouts/*",
        truth: "data",
        why: "The bucket becomes the layout's name through a table.",
      },
    ],
    needless: [],
    interventions: [
      { call: "GET /experiments/*", answer: { json: { bucket: "a", ttl: 60 } }, why: "Bucket a reads classic." },
      { call: "GET /experiments/*", answer: { json: { bucket: "b", ttl: 60 } }, why: "Bucket b reads modern." },
    ],
  },
  {
    id: "next/insights-probe",
    app: "next",
    route: "GET /insights/probe/[userId]",
    about: "Two probes are settled together; the third needs the quick one alone.",
    classes: ["barrier", "data-copy", "short-enum"],
    request: ({ user }) => ({ path: `/insights/probe/${person(user).id}` }),
    twin: ({ user }) => ({ path: `/insights/probe/${person(user).id}/twin` }),
    twinRoute: "GET /insights/probe/[userId]/twin",
    waits: [
      { before: "GET /probe/*/a", after: "GET /probe/*/c", truth: "data", why: "The number a is the query." },
      {
        before: "GET /probe/*/b",
        after: "GET /probe/*/c",
        truth: "needless",
        why: "The number b is only shown, and a failed b becomes null.",
      },
      {
        before: "GET /probe/*/a",
        after: "GET /probe/*/b",
        truth: "not-waiting",
        why: "Both were started at once; the first was merely over when the second arrived.",
      },
    ],
    needless: [
      {
        kind: "barrier",
        places: [{ file: "app/insights/probe/[userId]/route.ts", function: "GET" }],
        startTogether: ["GET /probe/*/b", "GET /probe/*/c"],
      },
    ],
    interventions: [
      { call: "GET /probe/*/a", answer: { json: { a: 777 } }, why: "777 is the query." },
      { call: "GET /probe/*/b", answer: { status: 503, json: {} }, why: "A failed b: c is asked for as before." },
    ],
  },
  {
    id: "next/insights-card",
    app: "next",
    route: "GET /insights/card",
    about: "The tenant in the card is that of the token; the code takes the token's, which it decodes itself.",
    classes: ["serial", "prior-source", "chance-equality"],
    request: ({ user }) => ({ path: "/insights/card", headers: { authorization: token(user) } }),
    twin: ({ user }) => ({ path: "/insights/card/twin", headers: { authorization: token(user) } }),
    twinRoute: "GET /insights/card/twin",
    waits: [
      {
        before: "GET /profile-cards/*",
        after: "GET /tenant-limits/*",
        truth: "needless",
        why: "`claims.tenant` of the decoded token is the path; the card's equal tenant is only shown.",
      },
    ],
    needless: [
      {
        kind: "serial",
        places: [{ file: "app/insights/card/route.ts", function: "GET" }],
        startTogether: ["GET /profile-cards/*", "GET /tenant-limits/*"],
      },
    ],
    interventions: [
      {
        call: "GET /profile-cards/*",
        answer: { json: { user: "x", tenant: "else" } },
        why: "Another tenant in the card: the limits of the token's are asked for.",
      },
    ],
  },
];
