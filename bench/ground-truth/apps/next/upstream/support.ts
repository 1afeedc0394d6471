import type { Upstream } from "../../../upstream/upstream.ts";
import { person, personById, scatter, scatterText } from "./people.ts";
import { field, get, post, route } from "./route.ts";

const QUEUES = ["vip", "billing", "general"];

export const support: Upstream = [
  get("/tickets/:id", 23, ({ params }) => {
    const n = Number(params["id"]!.replace("T-", "")) % 1000;
    if (Number.isNaN(n) || n % 13 === 12) return undefined;
    return { id: params["id"], requester: person(n).id, queue: QUEUES[scatter(n, 80, 3)], subject: `Question ${n}` };
  }),
  get("/customers/:id", 30, ({ params }) => {
    const user = personById(params["id"]);
    return user && { id: user.id, name: user.name, plan: user.plan };
  }),
  get("/sla/:queue", 19, ({ params }) => ({
    queue: params["queue"],
    hours: 4 + scatterText(params["queue"]!, 14, 44),
  })),
  get("/rota/:queue", 27, ({ params }) => ({
    queue: params["queue"],
    agent: `agent-${scatterText(params["queue"]!, 15, 30)}`,
  })),
  get("/policies/:plan", 22, ({ params }) => ({ plan: params["plan"], hours: params["plan"] === "business" ? 4 : 48 })),
  post("/tickets", 33, (request) => ({ id: `T-${scatterText(field(request, "subject"), 16, 9000) + 1000}` })),
  post("/notifications", 16, () => ({ queued: true })),
  get("/queues/:queue/next", 21, ({ params, query }) => {
    const n = scatterText(query.get("agent") ?? "", 17, 10);
    const here = n < 2 ? "vip" : n < 6 ? "billing" : "general";
    return { ticket: params["queue"] === here ? `T-${n}${here}` : null };
  }),
  get("/kb/:locale/:slug", 26, ({ params }) => {
    const translated = scatterText(params["slug"]!, 18, 2) === 0;
    if (params["locale"] !== "en" && !translated) return undefined;
    return { locale: params["locale"], slug: params["slug"], body: `About ${params["slug"]} (${params["locale"]})` };
  }),
  get("/permissions/:user", 18, ({ params }) => ({ user: params["user"], can: ["ticket:read", "ticket:assign"] })),
  route("PUT", "/tickets/:id/lock", 14, () => ({ locked: true })),
  route("PUT", "/tickets/:id/assignee", 24, (request) => ({ assignee: field(request, "assignee") })),
  route("DELETE", "/tickets/:id/lock", 13, () => ({ locked: false })),
  get("/crm/accounts/:id", 36, ({ params }) => ({
    id: params["id"],
    owner: `rep-${scatterText(params["id"]!, 19, 12)}`,
  })),
  get("/crm/contacts/:id", 31, ({ params }) => [{ name: `Contact of ${params["id"]}` }]),
  get("/crm/tickets/:id", 27, ({ params }) => ({ open: scatterText(params["id"]!, 20, 9) })),
  get("/messages/:id", 18, ({ params }) => {
    const [, thread, at] = params["id"]!.split("-");
    const index = Number(at ?? 0);
    const text = `Message ${index} of thread ${thread}`;
    return { id: params["id"], text, parentId: index === 0 ? null : `m-${thread}-${index - 1}` };
  }),
  get("/triage/rules", 17, () => ({ rules: ["refund", "outage"] })),
  get("/triage/scores/:id", 28, ({ params }) => ({ score: scatterText(params["id"]!, 22, 100) })),
  get("/triage/similar/:id", 35, ({ params }) => [`T-${scatterText(params["id"]!, 21, 900)}`]),
];
