import type { Upstream, UpstreamAnswer, UpstreamRequest } from "../../../upstream/upstream.ts";
import { pick, token, whole } from "../../../upstream/seeded.ts";
import { NOT_FOUND, fieldsOf, get, post, put } from "./route.ts";

/** Services that keep state or take more than one call: ledger, renders, exports, profiles, GraphQL. */
export const SERVICES: Upstream = [
  post("/graphql", 33, graphql),
  get("/tables/:table/rows", 19, ({ params: { table = "" }, query }) => {
    const page = Number(query.get("cursor")?.split("_")[1] ?? 0);
    // A cursor this service never gave out ends the list.
    const last = !(page + 1 < whole(table, 2, 4));
    return {
      json: {
        rows: [1, 2, 3].map((n) => whole(`${table} ${page} ${n}`, 0, 99)),
        ...(last ? {} : { next: `p_${page + 1}` }),
      },
    };
  }),
  post("/renders", 25, (request) => ({ status: 202, json: { id: token("rnd_", JSON.stringify(request.body)) } })),
  get("/renders/:id", 15, ({ params: { id = "" }, query }) => {
    const revision = Number(query.get("after")) + 1;
    const done = !(revision < whole(id, 2, 4));
    return {
      json: done
        ? { state: "done", revision, url: `/out/${id}.pdf` }
        : { state: revision === 1 ? "queued" : "running", revision },
    };
  }),
  post("/ledger/transactions", 17, (request) => ({
    status: 201,
    json: { tx: token("tx_", JSON.stringify(request.body) + request.earlier, 9) },
  })),
  post("/ledger/transactions/:tx/debits", 28, (request) => {
    const { account, cents } = fieldsOf(request);
    return whole(String(account), 10_000, 400_000) < Number(cents)
      ? { status: 422, json: { error: "overdrawn" } }
      : { status: 201, json: { booked: true } };
  }),
  post("/ledger/transactions/:tx/credits", 26, () => ({ status: 201, json: { booked: true } })),
  put("/ledger/transactions/:tx/commit", 20, () => ({ json: { state: "committed" } })),
  put("/ledger/transactions/:tx/rollback", 16, () => ({ json: { state: "rolled-back" } })),
  get("/tokens/:token", 21, ({ params: { token: bearer = "" } }) =>
    whole(bearer, 0, 8) === 0 ? NOT_FOUND : { json: { userId: token("usr_", bearer), scopes: ["feed:read"] } },
  ),
  get("/follows/:id", 30, ({ params: { id = "" } }) => ({ json: [1, 2].map((n) => pick(id + n, AUTHORS)) })),
  get("/mutes/:id", 24, ({ params: { id = "" } }) => ({ json: [pick(`${id} mute`, AUTHORS)] })),
  get("/posts", 43, ({ query }) => ({
    json: (query.get("authors") ?? "")
      .split(",")
      .filter(Boolean)
      .map((author) => ({ author, text: token("", author, 25) })),
  })),
  put("/addresses/:id", 27, (request) => ({ json: { stored: true, zip: fieldsOf(request)["zip"] } })),
  get("/addresses/:id", 23, ({ params: { id = "" } }) => ({
    json: { id, street: token("Street ", id, 6), verified: whole(id, 0, 1) === 1 },
  })),
  get("/seats/:id", 26, ({ params: { id = "" } }) => ({ json: { left: whole(id, 0, 30) } })),
  get("/languages", 31, () => ({ json: ["de", "en", "fr", "ko"] })),
  get("/handles/:handle", 22, ({ params: { handle = "" } }) =>
    whole(handle, 0, 3) === 0 ? { json: { id: token("usr_", handle) } } : NOT_FOUND,
  ),
  put("/profiles/:id", 29, () => ({ json: { stored: true } })),
  get("/profiles/:id", 21, ({ params: { id = "" } }) => ({ json: { handle: `handle-of-${id}` } })),
  get("/risk/:email", 35, ({ params: { email = "" } }) => ({
    json: { risk: whole(email, 0, 5) === 0 ? "high" : "low" },
  })),
  post("/signups", 32, (request) => ({ status: 201, json: { id: token("usr_", JSON.stringify(request.body)) } })),
  post("/mails", 20, () => ({ status: 202, json: { queued: true } })),
  post("/contacts/lookup", 34, (request) => {
    const ids = fieldsOf(request)["ids"] as readonly string[];
    return { json: Object.fromEntries(ids.map((id) => [id, { phone: `+49 30 ${whole(id, 100_000, 999_999)}` }])) };
  }),
];

const AUTHORS = ["lena", "omar", "yuna", "pavel", "ines"];

function graphql(request: UpstreamRequest): UpstreamAnswer {
  const { query, variables } = request.body as { query: string; variables: Record<string, string> };
  if (query.includes("account(")) {
    const login = variables["login"] ?? "";
    return { json: { data: { account: { nodeId: token("U_", login, 12), displayName: login.replace(".", " ") } } } };
  }
  if (query.includes("repositories(")) {
    const owner = variables["owner"] ?? "";
    return {
      json: {
        data: {
          repositories: [1, 2, 3].map((n) => ({ name: token("", owner + n, 8), stars: whole(owner + n, 0, 4000) })),
        },
      },
    };
  }
  return { json: { data: { trending: [{ name: "kit" }, { name: "lanes" }] } } };
}
