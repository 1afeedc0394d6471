import type { Upstream } from "../../../upstream/upstream.ts";
import { pick, token, whole } from "../../../upstream/seeded.ts";
import { NOT_FOUND, get } from "./route.ts";

const NAMES = ["Mira Berg", "Jonas Okafor", "Ada Lind", "Tomas Tanaka"];
const MONTHS = ["2026-07", "2026-08", "2026-09"];

/** Teams, accounts, people, devices and plans. */
export const WORK: Upstream = [
  get("/teams/:id", 20, ({ params: { id = "" } }) => ({
    json: { name: `Team ${id}`, billingAccount: token("ba_", id, 9) },
  })),
  get("/usage/:id", 55, ({ params: { id = "" } }) => ({ json: { minutes: whole(id, 0, 60_000) } })),
  get("/billing/accounts/:account/open-invoice", 32, ({ params: { account = "" } }) => ({
    json: { dueCents: whole(account, 0, 500_000), dueOn: "2026-12-01" },
  })),
  get("/accounts/:id/preferences", 25, ({ params: { id = "" } }) => ({
    json: { groupBy: pick(id, ["month", "shop"]) },
  })),
  get("/accounts/:id/bookings", 47, ({ params: { id = "" } }) => ({
    json: [1, 2, 3, 4].map((n) => ({
      id: token("bk_", id + n, 6),
      month: pick(id + n, MONTHS),
      shop: pick(`${n}${id}`, ["kiosk", "rail", "café"]),
      cents: whole(id + n, 100, 9000),
    })),
  })),
  get("/accounts/:id/sla", 23, ({ params: { id = "" } }) => ({ json: { hours: pick(id, [4, 8, 24, 48]) } })),
  // Every ticket number carries its account's: tck-<account>-<n>.
  get("/tickets/:id", 31, ({ params: { id = "" } }) => ({
    json: { id, accountId: id.split("-")[1] ?? "", subject: token("", id, 18) },
  })),
  get("/search/hits", 36, ({ query }) => ({
    json: Array.from({ length: whole(query.get("q") ?? "", 0, 3) }, (_, n) => ({
      id: token("doc_", `${query.get("q")}${n}`, 6),
      title: `${query.get("q")} ${n}`,
    })),
  })),
  get("/search/facets", 28, ({ query }) => ({
    json: { pdf: whole(`${query.get("q")} pdf`, 0, 20), mail: whole(`${query.get("q")} mail`, 0, 20) },
  })),
  get("/people/:id", 26, ({ params: { id = "" } }) =>
    whole(id, 0, 9) === 0
      ? NOT_FOUND
      : { json: { name: pick(id, NAMES), title: pick(`${id} title`, ["Engineer", "Designer", "Lead"]) } },
  ),
  get("/people/:id/badges", 30, ({ params: { id = "" } }) => ({ json: [pick(id, ["gate", "lab"]), "canteen"] })),
  get("/people/:id/desk", 37, ({ params: { id = "" } }) =>
    whole(`${id} desk`, 0, 3) === 0 ? NOT_FOUND : { json: { floor: whole(id, 1, 9), seat: token("", id, 2) } },
  ),
  get("/devices/:id", 29, ({ params: { id = "" } }) => ({
    json: {
      id,
      region: pick(id, ["eu", "us", "ap"]),
      firmware: pick(`${id} fw`, ["4.1.0", "4.2.3"]),
      openTickets: pick(`${id} open`, [0, 1, 5]),
    },
  })),
  get("/regions/:region/health", 24, ({ params: { region = "" } }) => ({
    json: { status: region === "ap" ? "degraded" : "ok" },
  })),
  get("/incidents", 35, () => ({ json: [{ id: "inc_81", text: "Slow uploads" }] })),
  get("/employees/:id", 20, ({ params: { id = "" } }) => ({ json: { managerId: token("mgr_", id, 5) } })),
  get("/managers/:id", 42, ({ params: { id = "" } }) => ({ json: { name: pick(id, NAMES) } })),
  get("/contracts/:id", 34, ({ params: { id = "" } }) => ({ json: { payrollId: token("pr_", id, 5) } })),
  get("/payrolls/:id", 22, ({ params: { id = "" } }) => ({ json: { payday: `2026-12-${whole(id, 10, 28)}` } })),
  get("/pictures/own/:id", 25, ({ params: { id = "" } }) =>
    whole(`${id} own`, 0, 2) === 0 ? NOT_FOUND : { json: { url: `/own/${id}.webp` } },
  ),
  get("/pictures/generated/:id", 40, ({ params: { id = "" } }) => ({
    json: { url: `/generated/${token("", id, 6)}.svg` },
  })),
  get("/shifts/:week", 38, ({ params: { week = "" } }) => ({
    json: ["Mon", "Tue", "Wed"].map((day) => ({ day, who: pick(week + day, NAMES) })),
  })),
  get("/holidays/:year", 27, ({ params: { year = "" } }) => ({ json: [{ day: `${year}-12-25`, name: "Christmas" }] })),
  get("/rotas/:team", 30, ({ params: { team = "" } }) => ({
    json: { onCall: Array.from({ length: whole(team, 1, 3) }, (_, n) => token("usr_", team + n, 6)) },
  })),
];
