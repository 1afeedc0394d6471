import { between, opaqueId, pick } from "../seeded.ts";
import { created, failed, ok, type Service } from "../service.ts";

/** What the SvelteKit example talks to: a small project tracker. */
export const projects: readonly Service[] = [
  {
    method: "GET",
    path: "/workspace/config",
    latency: 100,
    respond: () => ok({ weekStartsOn: 1, maxUpload: 25, features: { timeline: true } }),
  },
  {
    method: "GET",
    path: "/projects",
    latency: 150,
    respond: ({ seed, query }) => {
      const owner = query.get("owner") ?? "";
      return ok({
        projects: [1, 2, 3].map((step) => ({
          id: opaqueId("prj", `${seed}/${owner}/${step}`),
          title: `Project ${step}`,
          open: between(`${owner}/${step}`, 0, 30),
        })),
      });
    },
  },
  {
    method: "GET",
    path: "/projects/{id}",
    latency: 90,
    respond: ({ seed, params }) =>
      ok({ id: params["id"], leadId: opaqueId("lead", `${seed}/${params["id"]}`), title: "Spring release" }),
  },
  {
    method: "GET",
    path: "/leads/{id}",
    latency: 85,
    respond: ({ params }) => ok({ id: params["id"], name: `Lead ${(params["id"] ?? "").slice(-4)}` }),
  },
  {
    method: "GET",
    path: "/teams/{id}",
    latency: 120,
    respond: ({ params }) => ok({ id: params["id"], title: "Team", boardId: opaqueId("board", params["id"] ?? "") }),
  },
  {
    method: "GET",
    path: "/boards/{id}",
    latency: 110,
    respond: ({ seed, params }) => ok({ id: params["id"], columns: between(`${seed}/${params["id"]}`, 3, 6) }),
  },
  {
    method: "GET",
    path: "/members",
    latency: 130,
    respond: ({ seed, person }) => ok({ members: between(`${seed}/${person?.teamId}`, 3, 40) }),
  },
  {
    method: "GET",
    path: "/activity",
    latency: 170,
    respond: ({ seed, person }) =>
      ok({
        entries: [1, 2, 3].map((step) => ({
          id: opaqueId("act", `${seed}/${person?.id}/${step}`),
          text: pick(`${person?.id}/${step}`, ["opened", "closed", "commented"]),
        })),
      }),
  },
  {
    method: "GET",
    path: "/reports/velocity",
    latency: 140,
    respond: ({ seed, person }) => ok({ points: between(`${seed}/${person?.tenant.id}`, 10, 90) }),
  },
  {
    method: "GET",
    path: "/reports/burndown",
    latency: 160,
    respond: ({ seed, person }) => ok({ remaining: between(`${seed}/${person?.tenant.id}/left`, 0, 200) }),
  },
  {
    method: "GET",
    path: "/comments",
    latency: 320,
    respond: ({ seed, person }) => ok({ comments: between(`${seed}/${person?.id}/comments`, 0, 50) }),
  },
  {
    method: "GET",
    path: "/billing/plan",
    latency: 110,
    respond: ({ person }) => ok({ plan: person?.plan ?? "free", seats: 12 }),
  },
  {
    method: "GET",
    path: "/billing/taxes",
    latency: 130,
    respond: ({ person }) => ok({ region: person?.tenant.region ?? "eu-west", rate: 0.21 }),
  },
  {
    method: "GET",
    path: "/billing/invoices",
    latency: 120,
    respond: ({ seed, person }) => ok({ invoices: between(`${seed}/${person?.tenant.id}/invoices`, 1, 24) }),
  },
  {
    method: "POST",
    path: "/tickets",
    latency: 120,
    respond: ({ body, ledger }) => created(ledger.create("tck", body)),
  },
  {
    method: "POST",
    path: "/notifications",
    latency: 80,
    respond: ({ body, ledger }) => created(ledger.create("ntf", body)),
  },
  {
    method: "GET",
    path: "/tickets/{id}",
    latency: 75,
    respond: ({ params, ledger }) => {
      const ticket = ledger.get(params["id"] ?? "");
      return ticket === undefined ? failed(404, "no_such_ticket") : ok(ticket);
    },
  },
];
