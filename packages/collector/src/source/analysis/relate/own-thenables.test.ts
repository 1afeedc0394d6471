import { describe } from "vitest";
import { related } from "./testing/cases.ts";

/** A result type of the project, which is awaited and chained like a promise. */
const RESULTS = `
// @file src/app/result.ts
export class ResultAsync { constructor(promise) { this.promise = promise; }
  static from(promise, toError) { return new ResultAsync(promise.then((value) => ({ ok: true, value }), (error) => ({ ok: false, error: toError(error) }))); }
  andThen(next) { return new ResultAsync(this.promise.then((r) => (r.ok ? next(r.value).promise : r))); }
  map(fn) { return new ResultAsync(this.promise.then((r) => (r.ok ? { ok: true, value: fn(r.value) } : r))); }
  async match(ok, err) { const r = await this.promise; return r.ok ? ok(r.value) : err(r.error); }
  then(told, failed) { return this.promise.then(told, failed); } }
// @file src/app/api.ts
import { ResultAsync } from "./result";
async function getJson(path) { const res = await /*AB*/ fetch(process.env.API + path); if (!res.ok) throw new Error(path); return await res.json(); }
export const user = (id) => ResultAsync.from(/*A1*/ getJson("/u/" + id), String);
export const shop = (id) => ResultAsync.from(/*B1*/ getJson("/s/" + id), String);`;

const route = (body: string): string => `import { user, shop } from "./api";
export async function GET(request) { const id = request.headers.get("x-id"); ${body} }${RESULTS}`;

/** Gathers what is asked for, and asks in a turn of its own. */
const batched = (second: string): string => `import { users, shops } from "./loaders";
export async function GET(request) { const a = await users./*A1*/ load(request.headers.get("x-id")); const b = await shops./*B1*/ load(${second}); return Response.json({ a, b }); }
// @file src/app/loaders.ts
class Loader { queue = []; constructor(batch) { this.batch = batch; }
  load(key) { return new Promise((resolve, reject) => { this.queue.push({ key, resolve, reject }); if (this.queue.length === 1) queueMicrotask(() => this.flush()); }); }
  async flush() { const queue = this.queue; this.queue = []; try { const values = await this.batch(queue.map((q) => q.key)); queue.forEach((q, i) => q.resolve(values[i])); } catch (error) { queue.forEach((q) => q.reject(error)); } } }
async function many(path) { const res = await /*AB*/ fetch(process.env.API + path); if (!res.ok) throw new Error(path); return await res.json(); }
export const users = new Loader(async (ids) => await many("/u?ids=" + ids.join())); export const shops = new Loader(async (ids) => await many("/s?ids=" + ids.join()));`;

describe("things with a `then` of the project's own", () => {
  related({
    "two results, awaited in turn": {
      expected: "independent",
      code: route(
        `const a = await /*A2*/ user(id); const b = await /*B2*/ shop("main"); return Response.json({ a, b });`,
      ),
    },
    "two results, the second asked for with what the first one said": {
      expected: "data",
      code: route(
        `const a = await /*A2*/ user(id); const b = await /*B2*/ shop(a.value.shop); return Response.json(b);`,
      ),
    },
    "two results, the second only where the first one worked": {
      expected: "needed",
      code: route(
        `const a = await /*A2*/ user(id); if (!a.ok) return Response.json({}, { status: 404 }); return Response.json(await /*B2*/ shop("main"));`,
      ),
    },
    "two results, started before either is awaited": {
      expected: "parallel",
      code: route(
        `const a = /*A2*/ user(id); const b = /*B2*/ shop("main"); return Response.json([await a, await b]);`,
      ),
    },
    "a result out of a group": {
      expected: "data",
      code: route(
        `const [a] = await Promise.all([/*A2*/ user(id)]); const b = await /*B2*/ shop(a.value.shop); return Response.json(b);`,
      ),
    },
    "a result that an async function gives": {
      expected: "data",
      code: route(
        `const own = async () => /*A2*/ user(id); const a = await own(); return Response.json(await /*B2*/ shop(a.value.shop));`,
      ),
    },
    "a result that a promise is resolved with": {
      expected: "data",
      code: route(
        `const a = await new Promise((resolve) => resolve(/*A2*/ user(id))); return Response.json(await /*B2*/ shop(a.value.shop));`,
      ),
    },
    "a result that another one's callback gives": {
      expected: "data",
      code: route(
        `const a = await Promise.resolve(id).then((own) => /*A2*/ user(own)); return Response.json(await /*B2*/ shop(a.value.shop));`,
      ),
    },
    "a chain of both, the second without the first": {
      expected: "independent",
      code: route(
        `return await user(id).andThen((a) => /*B2*/ shop("main").map((b) => ({ a, b }))).match((v) => Response.json(v), () => new Response());`,
      ),
    },
    "a chain of both, the second with what the first one said": {
      expected: "data",
      code: route(
        `return await user(id).andThen((a) => /*B2*/ shop(a.shop)).match((v) => Response.json(v), () => new Response());`,
      ),
    },
    "a chain of both, the second only if the first one says so": {
      expected: "needed",
      code: route(
        `return await user(id).andThen((a) => a.open ? /*B2*/ shop("main") : user("none")).match((v) => Response.json(v), () => new Response());`,
      ),
    },
    "something that hands itself over without an end": {
      expected: "needed",
      code: `class Round { then(told) { told(new Round()); } }
export async function GET() { const a = await /*A*/ fetch("/a"); const name = await a.json().then(() => new Round()); return await /*B*/ fetch("/b?" + (await a.text()) + name); }`,
    },
    "a batch, asked for with what another one said": { expected: "needed", code: batched("a.shop") },
  });
});
