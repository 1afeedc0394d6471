import { person, pick } from "../apps/next/upstream/people.ts";
import type { Case } from "./case.ts";

const draftOf = (user: number): Readonly<Record<string, string>> => ({
  subject: `Export of ${person(user).tenant} fails`,
  queue: pick(["general", "billing", "vip"], user),
  plan: person(user).plan,
});

export const SUPPORT_CASES: readonly Case[] = [
  {
    id: "next/support-details",
    app: "next",
    route: "GET /support/tickets/[ticketId]/details",
    about: "A ticket's customer and its queue's service level, one after the other; results are values, not throws.",
    classes: ["serial", "guard-404", "data-copy", "short-enum"],
    statuses: [200, 404],
    request: ({ user }) => ({ path: `/support/tickets/T-${1000 + user}/details` }),
    twin: ({ user }) => ({ path: `/support/tickets/T-${1000 + user}/details/twin` }),
    twinRoute: "GET /support/tickets/[ticketId]/details/twin",
    waits: [
      {
        before: "GET /tickets/*",
        after: "GET /customers/*",
        truth: "data",
        why: "The ticket's requester, renamed on the way, is the customer's path.",
      },
      {
        before: "GET /customers/*",
        after: "GET /sla/*",
        truth: "needless",
        why: "The service level needs the ticket's queue; a customer that is not found falls back to a text.",
      },
      { before: "GET /tickets/*", after: "GET /sla/*", truth: "data", why: "The ticket's queue is the path." },
    ],
    needless: [
      {
        kind: "serial",
        places: [{ file: "app/support/tickets/[ticketId]/details/route.ts", function: "GET" }],
        startTogether: ["GET /customers/*", "GET /sla/*"],
      },
    ],
    interventions: [
      {
        call: "GET /tickets/*",
        answer: { json: { id: "T-1", requester: person(150).id, queue: "legal", subject: "Else" } },
        why: "Another customer and the level of the legal queue are read.",
      },
      {
        call: "GET /tickets/*",
        answer: { status: 404, json: {} },
        why: "No ticket: nothing more is read.",
      },
      {
        call: "GET /customers/*",
        answer: { status: 404, json: {} },
        why: "No customer: the service level is read all the same.",
      },
    ],
  },
  {
    id: "next/support-triage",
    app: "next",
    route: "GET /support/tickets/[ticketId]/triage",
    about: "Three awaits inside one object literal, each with a time limit.",
    classes: ["serial"],
    request: ({ user }) => ({ path: `/support/tickets/T-${2000 + user}/triage` }),
    twin: ({ user }) => ({ path: `/support/tickets/T-${2000 + user}/triage/twin` }),
    twinRoute: "GET /support/tickets/[ticketId]/triage/twin",
    waits: [
      {
        before: "GET /triage/rules",
        after: "GET /triage/scores/*",
        truth: "needless",
        why: "The score is asked for by the URL's ticket; rules fall back to none.",
      },
      {
        before: "GET /triage/scores/*",
        after: "GET /triage/similar/*",
        truth: "needless",
        why: "Similar tickets are asked for by the URL's ticket, whatever the score.",
      },
    ],
    needless: [
      {
        kind: "serial",
        places: [{ file: "app/support/tickets/[ticketId]/triage/route.ts", function: "GET" }],
        startTogether: ["GET /triage/rules", "GET /triage/scores/*", "GET /triage/similar/*"],
      },
    ],
    interventions: [
      { call: "GET /triage/rules", answer: { status: 503, json: {} }, why: "No rules: the rest is read as before." },
      { call: "GET /triage/scores/*", answer: { json: { score: -1 } }, why: "Another score changes no call." },
    ],
  },
  {
    id: "next/support-assign",
    app: "next",
    route: "PUT /support/tickets/[ticketId]/assignee",
    about: "Permission, lock, write, unlock.",
    classes: ["guard-401", "write-order", "hidden-state"],
    request: ({ user, n }) => ({
      method: "PUT",
      path: `/support/tickets/T-${1000 + user}/assignee`,
      headers: { "x-user-id": person(user).id },
      json: { assignee: `agent-${n % 30}` },
    }),
    waits: [
      {
        before: "GET /permissions/*",
        after: "PUT /tickets/*/lock",
        truth: "guard",
        why: "Without the permission the answer is 403 and nothing is locked.",
      },
      {
        before: "PUT /tickets/*/lock",
        after: "PUT /tickets/*/assignee",
        truth: "guard",
        why: "A ticket that someone else holds is answered with 409 and not written.",
      },
      {
        before: "PUT /tickets/*/assignee",
        after: "DELETE /tickets/*/lock",
        truth: "order",
        why: "The lock is given back after the write it protects.",
      },
      {
        before: "GET /permissions/*",
        after: "PUT /tickets/*/assignee",
        truth: "guard",
        why: "Without the permission nothing is written.",
      },
      {
        before: "PUT /tickets/*/lock",
        after: "DELETE /tickets/*/lock",
        truth: "guard",
        why: "What was not locked is not unlocked.",
      },
    ],
    needless: [],
    interventions: [
      { call: "GET /permissions/*", answer: { json: { can: ["ticket:read"] } }, why: "Read only: nothing is locked." },
      {
        call: "PUT /tickets/*/lock",
        answer: { json: { locked: false } },
        why: "Held by another: no write, no unlock.",
      },
    ],
  },
  {
    id: "next/support-new-ticket",
    app: "next",
    route: "POST /support/tickets/new",
    about: "A Server Action reads a policy and a rota by what the form says, writes a ticket and tells the agent.",
    classes: ["serial", "data-copy", "write-order"],
    statuses: [303],
    request: ({ user }) => ({ method: "POST", path: "/support/tickets/new", serverAction: true, form: draftOf(user) }),
    twin: ({ user }) => ({
      method: "POST",
      path: "/support/tickets/new/twin",
      serverAction: true,
      form: draftOf(user),
    }),
    twinRoute: "POST /support/tickets/new/twin",
    waits: [
      {
        before: "GET /policies/*",
        after: "GET /rota/*",
        truth: "needless",
        why: "The rota is asked for by the form's queue; a missing policy falls back to 72 hours.",
      },
      {
        before: "GET /rota/*",
        after: "POST /tickets",
        truth: "data",
        why: "The agent on call becomes the assignee; with nobody there no ticket is written.",
      },
      { before: "POST /tickets", after: "POST /notifications", truth: "data", why: "The new ticket's id is sent." },
      {
        before: "GET /policies/*",
        after: "POST /tickets",
        truth: "data",
        why: "The policy's hours are in the ticket.",
      },
      { before: "GET /rota/*", after: "POST /notifications", truth: "data", why: "The agent on call is told." },
    ],
    needless: [
      {
        kind: "serial",
        places: [{ file: "app/support/tickets/new/actions.ts", function: "createTicket" }],
        startTogether: ["GET /policies/*", "GET /rota/*"],
      },
    ],
    interventions: [
      { call: "GET /rota/*", answer: { json: { queue: "x", agent: null } }, why: "Nobody on call: no ticket." },
      { call: "POST /tickets", answer: { json: { id: "T-1" } }, why: "T-1 is in the notification." },
    ],
  },
  {
    id: "next/support-next",
    app: "next",
    route: "GET /support/next/[agentId]",
    about: "Queues in order of urgency; the first that has a ticket ends the search.",
    classes: ["guard-empty"],
    request: ({ user }) => ({ path: `/support/next/agent-${user}` }),
    waits: [
      {
        before: "GET /queues/*/next",
        after: "GET /queues/*/next",
        truth: "guard",
        why: "The next queue is looked at only when this one had nothing.",
      },
    ],
    needless: [],
    interventions: [
      { call: "GET /queues/*/next#1", answer: { json: { ticket: "T-9" } }, why: "Found at once: no second queue." },
    ],
  },
  {
    id: "next/support-kb",
    app: "next",
    route: "GET /support/kb/[slug]",
    about: "An article in the visitor's language, else in English.",
    classes: ["guard-404"],
    request: ({ user }) => ({
      path: `/support/kb/how-to-${user % 40}`,
      headers: { "accept-language": pick(["de-DE", "fr-FR", "nl-NL"], user) },
    }),
    waits: [
      {
        before: "GET /kb/*/*",
        after: "GET /kb/*/*",
        truth: "guard",
        why: "English is asked for only when the translation is not found.",
      },
    ],
    needless: [],
    interventions: [
      {
        call: "GET /kb/*/*#1",
        answer: { json: { locale: "de", slug: "x", body: "Gefunden" } },
        why: "Found: English is not asked for.",
      },
      { call: "GET /kb/*/*#1", answer: { status: 404, json: {} }, why: "Not found: English is asked for." },
    ],
  },
  {
    id: "next/support-crm",
    app: "next",
    route: "GET /support/crm/[accountId]",
    about: "Three reads nested in callbacks, each by the URL's id.",
    classes: ["serial", "prior-source"],
    request: ({ user }) => ({ path: `/support/crm/acc-${person(user).tenant}-${user}` }),
    twin: ({ user }) => ({ path: `/support/crm/acc-${person(user).tenant}-${user}/twin` }),
    twinRoute: "GET /support/crm/[accountId]/twin",
    waits: [
      {
        before: "GET /crm/accounts/*",
        after: "GET /crm/contacts/*",
        truth: "needless",
        why: "Contacts are asked for by the URL's id; an error of either ends the same way.",
      },
      {
        before: "GET /crm/contacts/*",
        after: "GET /crm/tickets/*",
        truth: "needless",
        why: "Open tickets are asked for by the URL's id.",
      },
    ],
    needless: [
      {
        kind: "serial",
        places: [{ file: "app/support/crm/[accountId]/route.ts", function: "loadCard" }],
        startTogether: ["GET /crm/accounts/*", "GET /crm/contacts/*", "GET /crm/tickets/*"],
      },
    ],
    interventions: [
      {
        call: "GET /crm/accounts/*",
        answer: { json: { id: "acc-else", owner: "nobody" } },
        why: "Another id in the answer changes no call.",
      },
    ],
  },
  {
    id: "next/support-thread",
    app: "next",
    route: "GET /support/thread/[messageId]",
    about: "From an answer up to the first message, parent by parent.",
    classes: ["cursor", "data-copy"],
    request: ({ user }) => ({ path: `/support/thread/m-${person(user).sid}-${2 + (user % 3)}` }),
    waits: [
      {
        before: "GET /messages/*",
        after: "GET /messages/*",
        truth: "data",
        why: "The parent's id of this message is the path of the next.",
      },
    ],
    needless: [],
    interventions: [
      {
        call: "GET /messages/*#1",
        answer: { json: { id: "m-x-9", text: "Else", parentId: "m-x-1" } },
        why: "Another parent is read.",
      },
      { call: "GET /messages/*#1", answer: { json: { id: "m-x-0", text: "Only", parentId: null } }, why: "No parent." },
    ],
  },
];
