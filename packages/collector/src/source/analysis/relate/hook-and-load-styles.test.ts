import { describe } from "vitest";
import { related } from "./testing/cases.ts";

const kit = (files: string): string => `${files}
// @file vite.config.ts
export default {};
// @file src/lib/server/ask.ts
export async function ask({ fetch, request }, path) {
  const res = await /*AB*/fetch("http://shop" + path, { headers: { "x-user": request.headers.get("x-user") } });
  if (!res.ok) throw new Error("shop");
  return res.json();
}
export const getUser = (event) => /*A1*/ask(event, "/me");
export const getShop = (event, host) => /*B1*/ask(event, "/shops/" + host);
// @file src/lib/server/sessions.ts
import { AsyncLocalStorage } from "node:async_hooks";
export const sessions = new WeakMap();
export const als = new AsyncLocalStorage();
export function assertUser(user) { if (!user.active) throw new Error("inactive"); }
`;

const hooks = (user: string, shop: string): string =>
  kit(`
// @file src/hooks.server.ts
import { sequence } from "@sveltejs/kit/hooks";
import { getShop, getUser } from "$lib/server/ask";
import { als, assertUser, sessions } from "$lib/server/sessions";
async function handleUser({ event, resolve }) { ${user} }
async function handleShop(input) { const { event, resolve } = input; ${shop} }
export const handle = sequence(handleUser, handleShop);`);

const A = "const user = await /*A2*/getUser(event);";
const PLAIN = "event.locals.shop = await /*B2*/getShop(event, event.url.hostname); return resolve(event);";

describe("hooks, as people write them", () => {
  related({
    "a handle that takes its input whole": {
      expected: "independent",
      kind: "hook-sequence",
      code: hooks(`${A} event.locals.user = user; return resolve(event);`, PLAIN),
    },
    "a function in the locals": {
      expected: "data",
      code: hooks(
        `${A} event.locals.user = () => user; return resolve(event);`,
        "event.locals.shop = await /*B2*/getShop(event, event.locals.user().host); return resolve(event);",
      ),
    },
    "a map by event": {
      expected: "needed",
      code: hooks(
        `${A} sessions.set(event, user); return resolve(event);`,
        "event.locals.shop = await /*B2*/getShop(event, sessions.get(event).host); return resolve(event);",
      ),
    },
    "a store of the runtime": {
      expected: "needed",
      code: hooks(
        `${A} return als.run(user, () => resolve(event));`,
        "event.locals.shop = await /*B2*/getShop(event, als.getStore().host); return resolve(event);",
      ),
    },
    "a header of the request": {
      expected: "needed",
      code: hooks(`${A} event.request.headers.set("x-user", user.id); return resolve(event);`, PLAIN),
    },
    "an assertion": {
      expected: "guard",
      code: hooks(`${A} assertUser(user); event.locals.user = user; return resolve(event);`, PLAIN),
    },
    "the address rewritten": {
      expected: "needed",
      code: hooks(`${A} event.url.hostname = user.host; return resolve(event);`, PLAIN),
    },
    "an answer where asking failed": {
      expected: "independent",
      code: hooks(
        `let user; try { user = await /*A2*/getUser(event); } catch { return new Response("later", { status: 503 }); } event.locals.user = user; return resolve(event);`,
        PLAIN,
      ),
    },
    "a guest where asking failed": {
      expected: "independent",
      code: hooks(`event.locals.user = await /*A2*/getUser(event).catch(() => null); return resolve(event);`, PLAIN),
    },
    "Object.assign on the locals": {
      expected: "needed",
      code: hooks(
        `${A} Object.assign(event.locals, user); return resolve(event);`,
        "event.locals.shop = await /*B2*/getShop(event, event.locals.host); return resolve(event);",
      ),
    },
    "only pages of the shop ask": {
      expected: "independent",
      code: hooks(
        `${A} event.locals.user = user; return resolve(event);`,
        'if (event.url.pathname.startsWith("/shop")) event.locals.shop = await /*B2*/getShop(event, event.url.hostname); return resolve(event);',
      ),
    },
    "the page is transformed": {
      expected: "independent",
      code: hooks(
        `${A} return resolve(event, { transformPageChunk: ({ html }) => html.replace("%lang%", user.lang) });`,
        PLAIN,
      ),
    },
  });
});

const loads = (layout: string, page: string): string =>
  kit(`
// @file src/routes/(app)/+layout.server.js
import { getUser } from "$lib/server/ask";
${layout}
// @file src/routes/(app)/shop/[id]/+page.server.js
import { getShop } from "$lib/server/ask";
${page}`);

const LAYOUT = "export async function load(event) { return { ...(await /*A2*/getUser(event)), when: Date.now() }; }";

describe("loads, as people write them", () => {
  related({
    "parent() through then": {
      expected: "data",
      code: loads(
        LAYOUT,
        "export const load = (event) => event.parent().then(({ host }) => /*B2*/getShop(event, host));",
      ),
    },
    "parent() spread into the question": {
      expected: "data",
      code: loads(
        LAYOUT,
        "export const load = async (event) => { const all = { ...(await event.parent()) }; return { shop: await /*B2*/getShop(event, all.host) }; };",
      ),
    },
    "parent() only for its time": {
      expected: "needed",
      code: loads(
        LAYOUT,
        'export const load = async (event) => { const { when } = await event.parent(); return { shop: await /*B2*/getShop(event, "x" + when) }; };',
      ),
    },
    "parent() only to merge": {
      expected: "independent",
      code: loads(
        LAYOUT,
        "export const load = async (event) => { const above = await event.parent(); const shop = await /*B2*/getShop(event, event.params.id); return { ...above, shop }; };",
      ),
    },
    "parent() started, awaited behind": {
      expected: "parallel",
      code: loads(
        LAYOUT,
        "export const load = async (event) => { const above = event.parent(); const shop = await /*B2*/getShop(event, event.params.id); return { ...(await above), shop }; };",
      ),
    },
    "a helper that asks for the parent": {
      expected: "guard",
      code: loads(
        LAYOUT,
        'import { redirect } from "@sveltejs/kit";\nasync function signedIn(event) { const { id } = await event.parent(); if (!id) redirect(303, "/login"); }\nexport const load = async (event) => { await signedIn(event); return { shop: await /*B2*/getShop(event, event.params.id) }; };',
      ),
    },
    "an action, then the loads": {
      expected: "unknown",
      code: loads(
        LAYOUT.replace("/*A2*/", ""),
        'import { getUser } from "$lib/server/ask";\nexport const actions = { default: async (event) => { const user = await /*A2*/getUser(event); return { user }; } };\nexport const load = async (event) => ({ shop: await /*B2*/getShop(event, event.params.id) });',
      ),
    },
  });
});
