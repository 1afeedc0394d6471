import { person } from "../apps/next/upstream/people.ts";
import type { Case } from "./case.ts";

export const CONTENT_CASES: readonly Case[] = [
  {
    id: "next/docs-page",
    app: "next",
    route: "GET /docs/[slug]",
    about:
      "Metadata and page share one cached read; the layout's quick read only happens to end before the author's starts.",
    classes: ["accidental-seriality", "memo", "data-copy"],
    request: ({ user }) => ({ path: `/docs/topic-${user}` }),
    waits: [
      {
        before: "GET /cms/nav",
        after: "GET /cms/authors/*",
        truth: "not-waiting",
        why: "Layout and page render side by side; the page waits for its doc alone.",
      },
      { before: "GET /cms/docs/*", after: "GET /cms/authors/*", truth: "data", why: "The doc's author is the path." },
      {
        before: "GET /cms/nav",
        after: "GET /cms/docs/*",
        truth: "not-waiting",
        why: "Layout and page render side by side.",
      },
    ],
    needless: [],
    interventions: [
      {
        call: "GET /cms/docs/*",
        answer: { json: { slug: "x", title: "Else", authorId: person(150).id } },
        why: "Another author is read.",
      },
    ],
  },
  {
    id: "next/blog-post",
    app: "next",
    route: "GET /blog/[slug]",
    about: "Comments are a child of the article and wait until the post is there; they need only the slug.",
    classes: ["parent-child"],
    request: ({ user }) => ({ path: `/blog/entry-${user}` }),
    twin: ({ user }) => ({ path: `/blog/entry-${user}/twin` }),
    twinRoute: "GET /blog/[slug]/twin",
    waits: [
      {
        before: "GET /cms/posts/*",
        after: "GET /cms/comments/*",
        truth: "needless",
        why: "The child gets the URL's slug as its prop and is rendered whatever the post says.",
      },
    ],
    needless: [
      {
        kind: "parent-child",
        places: [
          { file: "app/blog/[slug]/page.tsx", function: "Article" },
          { file: "app/blog/[slug]/page.tsx", function: "Comments" },
        ],
        startTogether: ["GET /cms/posts/*", "GET /cms/comments/*"],
      },
    ],
    interventions: [
      {
        call: "GET /cms/posts/*",
        answer: { json: { slug: "else", title: "Else", commentCount: 0 } },
        why: "A post without comments: they are read all the same, by the URL's slug.",
      },
    ],
  },
  {
    id: "next/blog-author",
    app: "next",
    route: "GET /blog/author/[handle]",
    about: "A child gets the id its parent has found for the URL's handle.",
    classes: ["data-copy"],
    request: ({ user }) => ({ path: `/blog/author/${person(user).handle}` }),
    waits: [
      {
        before: "GET /cms/handles/*",
        after: "GET /cms/by-author/*",
        truth: "data",
        why: "The prop `authorId` is the answer's id.",
      },
    ],
    needless: [],
    interventions: [
      {
        call: "GET /cms/handles/*",
        answer: { json: { id: person(150).id, name: "Else" } },
        why: "Another author's posts are read.",
      },
    ],
  },
  {
    id: "next/labs-gate",
    app: "next",
    route: "GET /labs/[tenant]",
    about: "A gate renders its children only with a flag, which everyone has.",
    classes: ["guard-flag"],
    request: ({ user }) => ({ path: `/labs/${person(user).tenant}` }),
    waits: [
      {
        before: "GET /flags/*",
        after: "GET /forecasts/*",
        truth: "guard",
        why: "Without the flag the gate returns null and its child is never rendered.",
      },
    ],
    needless: [],
    interventions: [
      {
        call: "GET /flags/*",
        answer: { json: { tenant: "x", forecast: false } },
        why: "No flag: no forecast is read.",
      },
    ],
  },
  {
    id: "next/payroll-role",
    app: "next",
    route: "GET /payroll/[tenant]",
    about: "A wrapping component sends viewers away before its child renders.",
    classes: ["guard-redirect", "guard-401"],
    statuses: [200, 307],
    request: ({ user }) => ({
      path: `/payroll/${person(user).tenant}`,
      headers: { cookie: `uid=${person(user).id}` },
    }),
    waits: [
      {
        before: "GET /roles/*",
        after: "GET /payroll/*",
        truth: "guard",
        why: "A viewer is redirected; the child that reads the payroll is not rendered.",
      },
    ],
    needless: [],
    interventions: [
      { call: "GET /roles/*", answer: { json: { role: "viewer" } }, why: "A viewer: no payroll is read." },
      { call: "GET /roles/*", answer: { json: { role: "admin" } }, why: "An admin: the payroll is read." },
    ],
  },
  {
    id: "next/dashboard",
    app: "next",
    route: "GET /dashboard/[userId]",
    about: "A page awaits preferences; two of its three panels need nothing of them.",
    classes: ["parent-child", "short-enum", "decoy-name"],
    request: ({ user }) => ({ path: `/dashboard/${person(user).id}` }),
    twin: ({ user }) => ({ path: `/dashboard/${person(user).id}/twin` }),
    twinRoute: "GET /dashboard/[userId]/twin",
    waits: [
      {
        before: "GET /dash/preferences/*",
        after: "GET /dash/tasks/*",
        truth: "needless",
        why: "Tasks are asked for by the URL's user.",
      },
      {
        before: "GET /dash/preferences/*",
        after: "GET /dash/mentions/*",
        truth: "needless",
        why: "Mentions are asked for by the URL's user.",
      },
      {
        before: "GET /dash/preferences/*",
        after: "GET /dash/widgets/*",
        truth: "data",
        why: "The preferred set of widgets is the path.",
      },
      {
        before: "GET /dash/tasks/*",
        after: "GET /dash/mentions/*",
        truth: "not-waiting",
        why: "Siblings render side by side.",
      },
      {
        before: "GET /dash/mentions/*",
        after: "GET /dash/widgets/*",
        truth: "not-waiting",
        why: "Siblings render side by side.",
      },
      {
        before: "GET /dash/tasks/*",
        after: "GET /dash/widgets/*",
        truth: "not-waiting",
        why: "Siblings render side by side.",
      },
    ],
    needless: [
      {
        kind: "parent-child",
        places: [{ file: "app/dashboard/[userId]/page.tsx", function: "DashboardPage" }],
        startTogether: ["GET /dash/preferences/*", "GET /dash/tasks/*", "GET /dash/mentions/*"],
      },
    ],
    interventions: [
      {
        call: "GET /dash/preferences/*",
        answer: { json: { userId: "usr_0", density: "wide", widgetSet: "cash" } },
        why: "The cash widgets are read; tasks and mentions stay as they were.",
      },
    ],
  },
  {
    id: "next/news",
    app: "next",
    route: "GET /news",
    about: "Two streamed boundaries with a chain each, beside quick headlines.",
    classes: ["streaming", "interleaved-chains", "accidental-seriality", "data-copy"],
    request: ({ user }) => ({ path: `/news?city=city-${user % 60}&region=${person(user).region}` }),
    waits: [
      {
        before: "GET /news/weather/*",
        after: "GET /news/stations/*",
        truth: "data",
        why: "The station of the city is the path.",
      },
      {
        before: "GET /news/markets/*",
        after: "GET /news/indices/*",
        truth: "data",
        why: "The region's index is the path.",
      },
      {
        before: "GET /news/headlines",
        after: "GET /news/stations/*",
        truth: "not-waiting",
        why: "Headlines are a sibling; nothing awaits them.",
      },
      {
        before: "GET /news/headlines",
        after: "GET /news/indices/*",
        truth: "not-waiting",
        why: "Headlines are a sibling; nothing awaits them.",
      },
      {
        before: "GET /news/weather/*",
        after: "GET /news/indices/*",
        truth: "not-waiting",
        why: "Two boundaries render side by side.",
      },
      {
        before: "GET /news/markets/*",
        after: "GET /news/stations/*",
        truth: "not-waiting",
        why: "Two boundaries render side by side.",
      },
      {
        before: "GET /news/stations/*",
        after: "GET /news/indices/*",
        truth: "not-waiting",
        why: "Two boundaries render side by side.",
      },
      {
        before: "GET /news/indices/*",
        after: "GET /news/stations/*",
        truth: "not-waiting",
        why: "Two boundaries render side by side.",
      },
      {
        before: "GET /news/headlines",
        after: "GET /news/weather/*",
        truth: "not-waiting",
        why: "Siblings render side by side.",
      },
      {
        before: "GET /news/headlines",
        after: "GET /news/markets/*",
        truth: "not-waiting",
        why: "Siblings render side by side.",
      },
      {
        before: "GET /news/weather/*",
        after: "GET /news/markets/*",
        truth: "not-waiting",
        why: "Siblings render side by side.",
      },
    ],
    needless: [],
    interventions: [
      {
        call: "GET /news/weather/*",
        answer: { json: { city: "x", station: "st-x" } },
        why: "Another station is read, the index stays.",
      },
      { call: "GET /news/headlines", answer: { json: [] }, why: "No headlines: nothing else changes." },
    ],
  },
  {
    id: "next/portal-home",
    app: "next",
    route: "GET /portal/home",
    about: "The proxy checks the session; the page behind it reads two things at once.",
    classes: ["guard-401", "guard-redirect"],
    request: ({ user }) => ({ path: "/portal/home", headers: { cookie: `sid=${person(user).sid}` } }),
    waits: [
      {
        before: "GET /auth/sessions/*",
        after: "GET /portal/tasks",
        truth: "guard",
        why: "Without a session the proxy redirects and the page is not rendered.",
      },
      {
        before: "GET /auth/sessions/*",
        after: "GET /portal/notices",
        truth: "guard",
        why: "Without a session the proxy redirects and the page is not rendered.",
      },
      {
        before: "GET /portal/tasks",
        after: "GET /portal/notices",
        truth: "not-waiting",
        why: "Both were started at once; the first was merely over when the second arrived.",
      },
    ],
    needless: [],
    interventions: [
      { call: "GET /auth/sessions/*", answer: { status: 401, json: {} }, why: "No session: the page reads nothing." },
    ],
  },
  {
    id: "next/landing",
    app: "next",
    route: "GET /landing/[campaign]",
    about: "A page view is written and awaited before the page's text is read; a lost view is only logged.",
    classes: ["serial"],
    request: ({ user }) => ({ path: `/landing/spring-${user % 25}` }),
    twin: ({ user }) => ({ path: `/landing/spring-${user % 25}/twin` }),
    twinRoute: "GET /landing/[campaign]/twin",
    waits: [
      {
        before: "POST /analytics/pageviews",
        after: "GET /cms/landing/*",
        truth: "needless",
        why: "The text does not depend on the count of views, and a failed write is swallowed.",
      },
    ],
    needless: [
      {
        kind: "serial",
        places: [{ file: "app/landing/[campaign]/page.tsx", function: "LandingPage" }],
        startTogether: ["POST /analytics/pageviews", "GET /cms/landing/*"],
      },
    ],
    interventions: [
      {
        call: "POST /analytics/pageviews",
        answer: { status: 503, json: {} },
        why: "A lost view: the text is read all the same.",
      },
    ],
  },
];
