import { describe, expect, it } from "vitest";
import { related } from "./testing/cases.ts";
import { relationIn } from "./testing/fixture.ts";

const BACKEND = `
// @file src/lib/server/backend.ts
import { error } from "@sveltejs/kit";
const URL = "http://backend";
export async function getJson(event, path) {
  const token = event.cookies.get("sid");
  const response = await /*AB*/event.fetch(URL + path, { headers: token ? { authorization: token } : {} });
  if (!response.ok) error(502, path);
  return response.json();
}
export const getSession = (event) => /*A1*/getJson(event, "/session");
export const getTenant = (event, host) => /*B1*/getJson(event, "/tenants/" + host);
`;

const sequenced = (auth: string, tenant: string, hooks = "sequence(first, auth, tenant)"): string => `
// @file src/hooks.server.ts
import { sequence } from "@sveltejs/kit/hooks";
import { error, redirect } from "@sveltejs/kit";
import { parallel } from "@weir/agent/sveltekit";
import { getSession, getTenant } from "$lib/server/backend";
const first: Handle = ({ event, resolve }) => {
  if (event.request.headers.get("user-agent") === "bot") return new Response("No", { status: 403 });
  return resolve(event);
};
const auth: Handle = async ({ event, resolve }) => {
  ${auth}
};
const tenant: Handle = async ({ event, resolve }) => {
  ${tenant}
};
export const handle = ${hooks};
${BACKEND}`;

/** B is no call of the backend's helpers. */
const besides = (auth: string, tenant: string): string =>
  sequenced(auth, tenant).replace("/*AB*/", "/*A*/").replace("/*B1*/", "");

const ASK = "const session = await /*A2*/getSession(event);";
const ASK_TENANT =
  "const tenant = await /*B2*/getTenant(event, event.url.hostname); event.locals.tenant = tenant; return resolve(event);";

describe("hooks in sequence", () => {
  related({
    "each for itself": {
      expected: "independent",
      kind: "hook-sequence",
      failFast: true,
      code: sequenced(`${ASK} event.locals.user = session.user; return resolve(event);`, ASK_TENANT),
    },
    "the stack shows the resolve of the first": {
      expected: "independent",
      kind: "hook-sequence",
      code: sequenced(`${ASK} event.locals.user = session.user; return /*B3*/resolve(event);`, ASK_TENANT),
    },
    "a sequence in a sequence": {
      expected: "independent",
      code: sequenced(
        `${ASK} event.locals.user = session.user; return resolve(event);`,
        ASK_TENANT,
        "sequence(first, sequence(auth), tenant)",
      ),
    },
    "behind a handle that chooses": {
      expected: "independent",
      code: sequenced(
        `${ASK} event.locals.user = session.user; return resolve(event);`,
        ASK_TENANT,
        'async ({ event, resolve }) => event.url.pathname.startsWith("/app") ? sequence(auth, tenant)({ event, resolve }) : resolve(event)',
      ),
    },
    "the other reads the locals for its question": {
      expected: "data",
      code: sequenced(
        `${ASK} event.locals.user = session.user; return resolve(event);`,
        "event.locals.tenant = await /*B2*/getTenant(event, event.locals.user.host); return resolve(event);",
      ),
    },
    "the other asks only for some": {
      expected: "guard",
      code: sequenced(
        `${ASK} event.locals.user = session.user; return resolve(event);`,
        "if (event.locals.user) event.locals.tenant = await /*B2*/getTenant(event, event.url.hostname); return resolve(event);",
      ),
    },
    "a response instead": {
      expected: "guard",
      code: sequenced(
        `${ASK} if (!session.user) return new Response("Sign in", { status: 401 }); return resolve(event);`,
        ASK_TENANT,
      ),
    },
    "a redirect": {
      expected: "guard",
      code: sequenced(
        `${ASK} if (!session.user && event.url.pathname !== "/login") redirect(303, "/login"); return resolve(event);`,
        ASK_TENANT,
      ),
    },
    "an error": {
      expected: "guard",
      code: sequenced(`${ASK} if (session.blocked) throw error(403, "blocked"); return resolve(event);`, ASK_TENANT),
    },
    "a cookie one sets, and the other reads another": {
      expected: "independent",
      code: besides(
        `${ASK} event.cookies.set("seen", session.at, { path: "/" }); return resolve(event);`,
        `const sid = event.cookies.get("sid"); const tenant = await /*B*/ fetch("http://tenants/" + sid); event.locals.tenant = tenant; return resolve(event);`,
      ),
    },
    "a cookie one sets and the other reads": {
      expected: "needed",
      code: besides(
        `${ASK} event.cookies.set("seen", session.at, { path: "/" }); return resolve(event);`,
        `const seen = event.cookies.get("seen"); const tenant = await /*B*/ fetch("http://tenants/" + seen); return resolve(event);`,
      ),
    },
    "a cookie of a name that is not known": {
      expected: "needed",
      code: besides(
        `${ASK} event.cookies.set(session.name, "1", { path: "/" }); return resolve(event);`,
        `const sid = event.cookies.get("sid"); const tenant = await /*B*/ fetch("http://tenants/" + sid); return resolve(event);`,
      ),
    },
    "all cookies together": {
      expected: "needed",
      code: besides(
        `${ASK} event.cookies.set("seen", session.at, { path: "/" }); return resolve(event);`,
        `const all = event.cookies.getAll(); const tenant = await /*B*/ fetch("http://tenants/", { headers: { cookie: all.map((one) => one.value).join() } }); return resolve(event);`,
      ),
    },
    "a cookie that one takes away": {
      expected: "needed",
      code: besides(
        `${ASK} if (session.over) event.cookies.delete("sid", { path: "/" }); return resolve(event);`,
        `const sid = event.cookies.get("sid"); const tenant = await /*B*/ fetch("http://tenants/" + sid); return resolve(event);`,
      ),
    },
    "cookies handed to a package": {
      expected: "needed",
      code: besides(
        `${ASK} event.cookies.set("seen", session.at, { path: "/" }); return resolve(event);`,
        `const { keysOf } = await import("cookie-kit"); const sid = keysOf(event.cookies); const tenant = await /*B*/ fetch("http://tenants/" + sid); return resolve(event);`,
      ),
    },
    "a cookie one sets and the other's client reads": {
      expected: "needed",
      code: sequenced(
        `${ASK} event.cookies.set("sid", session.token, { path: "/" }); return resolve(event);`,
        ASK_TENANT,
      ),
    },
    "not awaited": {
      expected: "parallel",
      code: sequenced(`event.locals.session = /*A2*/getSession(event); return resolve(event);`, ASK_TENANT),
    },
    "side by side": {
      expected: "parallel",
      code: sequenced(
        `${ASK} event.locals.user = session.user; return resolve(event);`,
        ASK_TENANT,
        "sequence(first, parallel(auth, tenant))",
      ),
    },
    "an event of the handle's own": {
      expected: "needed",
      code: sequenced(
        `${ASK} return resolve({ ...event, user: session.user });`,
        "event.locals.tenant = await /*B2*/getTenant(event, event.user.host); return resolve(event);",
      ),
    },
    "after the response": {
      expected: "unknown",
      code: sequenced(
        "const response = await resolve(event); await /*B2*/getTenant(event, event.url.hostname); return response;",
        `${ASK} event.locals.user = session.user; return resolve(event);`,
      ),
    },
  });

  it("puts the place in the first handle", () => {
    const fact = relationIn(sequenced(`${ASK} event.locals.user = session.user; return resolve(event);`, ASK_TENANT));
    expect(fact).toMatchObject({
      reason: "source.unused-by-later-hook",
      activation: "distinct",
      place: { file: "src/hooks.server.ts", function: "auth" },
    });
  });
});

const routed = (auth: string, code: string, file = "src/routes/orders/+page.server.ts"): string => `
// @file src/hooks.server.ts
import { redirect } from "@sveltejs/kit";
import { getSession } from "$lib/server/backend";
export async function handle({ event, resolve }) {
  ${auth}
  return /*B3*/resolve(event);
}
// @file ${file}
import { getTenant } from "$lib/server/backend";
${code}
${BACKEND}`;

describe("a hook and what it leads to", () => {
  const load = (body: string): string => `export const load = async (event) => { ${body} };`;
  related({
    "a load that uses the locals": {
      expected: "data",
      code: routed(
        `${ASK} event.locals.user = session.user;`,
        load("return { tenant: await /*B2*/getTenant(event, event.locals.user.host) };"),
      ),
    },
    "a hook that turns away": {
      expected: "guard",
      code: routed(
        `${ASK} if (!session.user) redirect(303, "/login");`,
        load("return { tenant: await /*B2*/getTenant(event, event.url.host) };"),
      ),
    },
    neither: {
      expected: "independent",
      kind: "hook-sequence",
      code: routed(
        `${ASK} event.locals.user = session.user;`,
        load("return { tenant: await /*B2*/getTenant(event, event.url.host) };"),
      ),
    },
    "a load that asks for what layouts gave that nobody has seen": {
      expected: "unknown",
      code: routed(
        `${ASK} event.locals.user = session.user;`,
        load("const { host } = await event.parent(); return { tenant: await /*B2*/getTenant(event, host) };"),
      ),
    },
    "a load that asks for what a layout made of the locals": {
      expected: "data",
      code:
        routed(
          `${ASK} event.locals.user = session.user;`,
          load("const { host } = await event.parent(); return { tenant: await /*B2*/getTenant(event, host) };"),
        ) +
        `
// @file src/routes/+layout.server.ts
export const load = ({ locals }) => ({ host: locals.user.host });
// @file src/routes/orders/+layout.server.ts
export const load = () => ({});`,
    },
    "a load that waits for a layout that turns away": {
      expected: "guard",
      code:
        routed(
          `${ASK} event.locals.user = session.user;`,
          load("await event.parent(); return { tenant: await /*B2*/getTenant(event, event.url.host) };"),
        ) +
        `
// @file src/routes/+layout.server.ts
import { redirect } from "@sveltejs/kit";
export const load = ({ locals }) => { if (!locals.user) redirect(303, "/login"); return {}; };
// @file src/routes/orders/+layout.server.ts
export const load = () => ({});`,
    },
    "a universal load": {
      expected: "unknown",
      code: routed(
        `${ASK} event.locals.user = session.user;`,
        load("return { tenant: await /*B2*/getTenant(event, event.url.host) };"),
        "src/routes/orders/+page.ts",
      ),
    },
    "what every request is given by the app's own fetch": {
      expected: "data",
      code: routed(
        `${ASK} event.locals.user = session.user;`,
        load("return { tenant: await /*B2*/getTenant(event, event.url.host) };"),
      ).replace(
        "export async function handle",
        `export const handleFetch = ({ event, request, fetch }) => {
          request.headers.set("x-user", event.locals.user.id);
          return fetch(request);
        };
        export async function handle`,
      ),
    },
    "an app's own fetch that needs nothing of it": {
      expected: "independent",
      code: routed(
        `${ASK} event.locals.user = session.user;`,
        load("return { tenant: await /*B2*/getTenant(event, event.url.host) };"),
      ).replace(
        "export async function handle",
        `export const handleFetch = ({ event, request, fetch }) => {
          request.headers.set("x-request", event.request.headers.get("x-request"));
          return fetch(request);
        };
        export async function handle`,
      ),
    },
    "locals that a helper gets from the request it is in": {
      expected: "needed",
      code: routed(
        `${ASK} event.locals.user = session.user;`,
        `import { getRequestEvent } from "$app/server";
const hostOf = () => getRequestEvent().locals.user.host;
${load("return { tenant: await /*B2*/getTenant(event, hostOf()) };")}`,
      ),
    },
    "an endpoint that uses nothing of it": {
      expected: "independent",
      code: routed(
        `${ASK} event.locals.user = session.user;`,
        "export const GET = async (event) => Response.json(await /*B2*/getTenant(event, event.url.host));",
        "src/routes/api/+server.ts",
      ),
    },
    "an endpoint that uses the locals": {
      expected: "data",
      code: routed(
        `${ASK} event.locals.user = session.user;`,
        "export const GET = async (event) => Response.json(await /*B2*/getTenant(event, event.locals.user.host));",
        "src/routes/api/+server.ts",
      ),
    },
    "an action that uses the locals": {
      expected: "data",
      code: routed(
        `${ASK} event.locals.user = session.user;`,
        "export const actions = { save: async (event) => { await /*B2*/getTenant(event, event.locals.user.host); } };",
      ),
    },
  });
});
