import { describe } from "vitest";
import { related } from "./testing/cases.ts";

const API = `export class Api {
  #base; constructor(base) { this.#base = base; }
  first() { return this.ask("/a"); }
  second() { return this.ask("/b"); }
  async ask(path) { const r = await /*AB*/ fetch(this.#base + path); if (!r.ok) throw new Error(path); return r.json(); }
}`;
const HOOKS = `import { Api } from "./lib/api";
export const handle = async ({ event, resolve }) => { event.locals.api = new Api("http://u"); return resolve(event); };`;

interface App {
  readonly page: string;
  readonly api?: string;
  readonly hooks?: string;
  readonly file?: string;
}

function app({ page, api = API, hooks = HOOKS, file = "src/routes/+page.server.ts" }: App): string {
  return `// @file ${file}\n${page}\n// @file src/lib/api.ts\n${api}\n// @file src/hooks.server.ts\n${hooks}`;
}

const both =
  "const a = await locals.api./*A1*/ topics(); const b = await locals.api./*B1*/ trending(); return { a, b };";
const named = (api: string): string => api.replace("first()", "topics()").replace("second()", "trending()");
const page = `export const load = async ({ locals }) => { ${both} };`;
/** One of several clients, each of which keeps the region of what it was told last. */
const KEEPING = named(API)
  .replace("#base; constructor", "#base; region = ''; constructor")
  .replace("(this.#base + path)", "(this.#base + path, { headers: { region: this.region } })")
  .replace("return r.json();", "const said = await r.json(); this.region = said.region; return said;");
/** A client that tells somebody what it was told. */
const HEARD = named(API)
  .replace("(base) {", "(base, keeper) { this.keeper = keeper;")
  .replace("(this.#base + path)", "(this.#base + path, { headers: this.keeper.sent() })")
  .replace("return r.json();", "const said = await r.json(); this.keeper.heard(said); return said;");

describe("what SvelteKit's hooks leave in the event", () => {
  related({
    "a client, asked twice by a load": { expected: "independent", code: app({ page, api: named(API) }) },
    "a client, asked twice by an action": {
      expected: "independent",
      code: app({ page: `export const actions = { save: async ({ locals }) => { ${both} } };`, api: named(API) }),
    },
    "a client, asked twice by a remote function": {
      expected: "independent",
      code: app({
        page: `import { getRequestEvent, query } from "$app/server"; export const both = query(async () => { const { locals } = getRequestEvent(); ${both} });`,
        api: named(API),
        file: "src/routes/both.remote.ts",
      }),
    },
    "a client that keeps what it was told": { expected: "needed", code: app({ page, api: KEEPING }) },
    "a client or another, as a header says, one of which keeps what it was told": {
      expected: "needed",
      code: app({
        page,
        api: `${named(API).replaceAll("/*AB*/", "")} ${KEEPING.replace("class Api", "class Keeping")}`,
        hooks: `import { Api, Keeping } from "./lib/api";
export const handle = async ({ event, resolve }) => { event.locals.api = event.request.headers.get("beta") ? new Keeping("http://u") : new Api("http://u"); return resolve(event); };`,
      }),
    },
    "a client, and a function of the page that is called with another one": {
      expected: "needed",
      code: app({
        page: `import { Api } from "../lib/api"; async function both({ locals }) { ${both} }
let region; const keeper = { sent: () => ({ region }), heard: (said) => { region = said.region; } };
const own = { locals: { api: new Api("http://u", keeper) } }; export const load = () => both(own); export const actions = { default: () => both(own) };`,
        api: HEARD,
        hooks: HOOKS.replace(`new Api("http://u")`, `new Api("http://u", { sent: () => ({}), heard: () => {} })`),
      }),
    },
    "an answer, which the page hands on": {
      expected: "needed",
      code: app({
        page: `export const load = async ({ locals }) => { const a = await locals.api./*A1*/ topics(); locals.last = a.id; const b = await locals.api./*B1*/ trending(locals.last); return { a, b }; };`,
        api: named(API).replace("trending() {", "trending(id) {").replace(`"/b"`, `"/b/" + id`),
      }),
    },
  });
});
