import { person } from "../apps/next/upstream/people.ts";
import type { Case } from "./case.ts";

export const ACCOUNT_CASES: readonly Case[] = [
  {
    id: "next/account-overview",
    app: "next",
    route: "GET /account/[userId]/overview",
    about: "A page awaits three reads in a row, each keyed by the URL or by nothing.",
    classes: ["serial", "prior-source"],
    request: ({ user }) => ({ path: `/account/${person(user).id}/overview` }),
    twin: ({ user }) => ({ path: `/account/${person(user).id}/overview/twin` }),
    twinRoute: "GET /account/[userId]/overview/twin",
    waits: [
      {
        before: "GET /accounts/*/profile",
        after: "GET /accounts/*/orders",
        truth: "needless",
        why: "The orders are asked for by the id of the URL; the profile's equal id is not read.",
      },
      {
        before: "GET /accounts/*/orders",
        after: "GET /announcements",
        truth: "needless",
        why: "Announcements are the same for everyone.",
      },
    ],
    needless: [
      {
        kind: "serial",
        places: [{ file: "app/account/[userId]/overview/page.tsx", function: "OverviewPage" }],
        startTogether: ["GET /accounts/*/profile", "GET /accounts/*/orders", "GET /announcements"],
      },
    ],
    interventions: [
      {
        call: "GET /accounts/*/profile",
        answer: { json: { id: "usr_1", name: "Else", email: "e@x.example", tenant: "x", teamId: "t", country: "NL" } },
        why: "Another profile changes no later call.",
      },
    ],
  },
  {
    id: "next/account-invoices",
    app: "next",
    route: "GET /account/[userId]/invoices",
    about: "The account's id equals the one in the URL, yet the code asks for invoices by the account's.",
    classes: ["echo"],
    request: ({ user }) => ({ path: `/account/${person(user).id}/invoices` }),
    waits: [
      {
        before: "GET /accounts/*",
        after: "GET /accounts/*/invoices",
        truth: "data",
        why: "As written, `account.id` of the answer goes into the path; another answer sends another path.",
      },
    ],
    needless: [],
    interventions: [
      {
        call: "GET /accounts/*",
        answer: {
          json: { id: person(150).id, name: "Else", tenant: "x", teamId: "t", plan: "free", status: "active" },
        },
        why: "The invoices of that other account are asked for then.",
      },
    ],
  },
  {
    id: "next/account-workspace",
    app: "next",
    route: "GET /account/[userId]/workspace",
    about: "The tenant is in the account too, but the code takes it from a header.",
    classes: ["serial", "prior-source"],
    request: ({ user }) => ({
      path: `/account/${person(user).id}/workspace`,
      headers: { "x-tenant": person(user).tenant },
    }),
    twin: ({ user }) => ({
      path: `/account/${person(user).id}/workspace/twin`,
      headers: { "x-tenant": person(user).tenant },
    }),
    twinRoute: "GET /account/[userId]/workspace/twin",
    waits: [
      {
        before: "GET /accounts/*",
        after: "GET /tenants/*/branding",
        truth: "needless",
        why: "Branding is asked for by the header's tenant; the account's tenant only goes into the title.",
      },
    ],
    needless: [
      {
        kind: "serial",
        places: [{ file: "app/account/[userId]/workspace/route.ts", function: "GET" }],
        startTogether: ["GET /accounts/*", "GET /tenants/*/branding"],
      },
    ],
    interventions: [
      {
        call: "GET /accounts/*",
        answer: { json: { id: "usr_000", name: "Else", tenant: "other", teamId: "t", plan: "free", status: "active" } },
        why: "Another tenant in the account leaves the branding's path as it was.",
      },
    ],
  },
  {
    id: "next/account-security",
    app: "next",
    route: "GET /account/[userId]/security",
    about: "A suspended account is sent away; the two lists behind that check do not need each other.",
    classes: ["guard-redirect", "serial"],
    statuses: [200, 307],
    request: ({ user }) => ({ path: `/account/${person(user).id}/security` }),
    twin: ({ user }) => ({ path: `/account/${person(user).id}/security/twin` }),
    twinRoute: "GET /account/[userId]/security/twin",
    waits: [
      {
        before: "GET /accounts/*",
        after: "GET /accounts/*/sessions",
        truth: "guard",
        why: "A suspended account is redirected before its sessions are read.",
      },
      {
        before: "GET /accounts/*/sessions",
        after: "GET /accounts/*/api-keys",
        truth: "needless",
        why: "Both need the check alone, and neither uses the other.",
      },
      {
        before: "GET /accounts/*",
        after: "GET /accounts/*/api-keys",
        truth: "guard",
        why: "A suspended account is redirected before its keys are read.",
      },
    ],
    needless: [
      {
        kind: "serial",
        places: [{ file: "app/account/[userId]/security/page.tsx", function: "SecurityPage" }],
        startTogether: ["GET /accounts/*/sessions", "GET /accounts/*/api-keys"],
      },
    ],
    interventions: [
      {
        call: "GET /accounts/*",
        answer: { json: { id: "usr_0", name: "Else", tenant: "x", teamId: "t", plan: "free", status: "suspended" } },
        why: "A suspended account: neither list is read.",
      },
      {
        call: "GET /accounts/*/sessions",
        answer: { json: [] },
        why: "No sessions: the keys are read all the same.",
      },
    ],
  },
  {
    id: "next/account-avatar",
    app: "next",
    route: "GET /account/[userId]/avatar",
    about: "The avatar's path is a hash of the profile's address.",
    classes: ["data-transform"],
    request: ({ user }) => ({ path: `/account/${person(user).id}/avatar` }),
    waits: [
      {
        before: "GET /accounts/*/profile",
        after: "GET /avatars/*",
        truth: "data",
        why: "The path is the SHA-256 of the profile's address.",
      },
    ],
    needless: [],
    interventions: [
      {
        call: "GET /accounts/*/profile",
        answer: { json: { id: "usr_1", name: "Else", email: "e@x.example", tenant: "x", teamId: "t", country: "NL" } },
        why: "Another address has another hash.",
      },
    ],
  },
  {
    id: "next/account-preferences",
    app: "next",
    route: "PUT /account/[userId]/preferences",
    about: "Preferences are written, then read back with the service's defaults.",
    classes: ["read-back"],
    request: ({ user, n }) => ({
      method: "PUT",
      path: `/account/${person(user).id}/preferences`,
      json: { theme: n % 2 === 0 ? "dark" : "light" },
    }),
    waits: [
      {
        before: "PUT /accounts/*/preferences",
        after: "GET /accounts/*/preferences",
        truth: "order",
        why: "The read is to show what the write left; together it could show the state before.",
      },
    ],
    needless: [],
  },
  {
    id: "next/account-export",
    app: "next",
    route: "GET /account/[userId]/export",
    about: "`prefetchAccount` returns nothing and looks like a warm-up, but throws for an erased account.",
    classes: ["decoy-name", "fail-fast"],
    request: ({ user }) => ({ path: `/account/${person(user).id}/export` }),
    waits: [
      {
        before: "GET /gdpr/*/status",
        after: "GET /gdpr/*/archive",
        truth: "guard",
        why: "An erased account throws before the archive is read.",
      },
    ],
    needless: [],
    interventions: [
      {
        call: "GET /gdpr/*/status",
        answer: { json: { id: "usr_1", state: "erased", legalHold: false } },
        why: "Erased: the archive is not read.",
      },
    ],
  },
];
