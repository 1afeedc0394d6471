import { describe } from "vitest";
import { related } from "./testing/cases.ts";

const IMPORTS = `import { getUser, getOrders, getCatalog } from "@/lib/api";`;

describe("what two stacks share", () => {
  related({
    "a helper called twice, its calls apart": {
      expected: "data",
      code: `${IMPORTS} async function both(id) { const u = await /*A*/ getUser(id); const o = await /*B*/ getOrders(id); return [u, o]; }
        export async function Page({ id }) { const [u] = await /*A1*/ both(id); return await /*B1*/ both(u.id); }`,
    },
    "one call of the helper": {
      expected: "independent",
      code: `${IMPORTS} async function both(id) { const u = await /*A*/ getUser(id); const o = await /*B*/ getOrders(id); return [u, o]; }
        export async function Page({ id }) { return await /*AB1*/ both(id); }`,
    },
    "the later stack lost the callers, there was one way": {
      expected: "independent",
      code: `${IMPORTS} async function both(id) { const u = await /*A*/ getUser(id); const o = await /*B*/ getOrders(id); return [u, o]; }
        export function Page({ id }) { return /*A1*/ both(id); }`,
    },
    "the later stack lost the callers, there were two ways": {
      expected: "unknown",
      code: `${IMPORTS} async function both(id) { const u = await /*A*/ getUser(id); const o = await /*B*/ getOrders(id); return [u, o]; }
        export function Page({ id }) { return /*A1*/ both(id).then(([u]) => both(u.id)); }`,
    },
    "the later stack lost the callers, another function has a second way": {
      expected: "needed",
      code: `${IMPORTS} const both = async (id) => { const u = await /*A*/ getUser(id); void (async () => /*B*/ getOrders(id))(); return u; };
        const again = (id) => both(id);
        export async function Page({ id }) { const u = await /*A1*/ both(id); return again(u.id); }`,
    },
    "the later stack lost the callers, another file has a second way": {
      expected: "needed",
      code: `${IMPORTS} import { again } from "./again"; export async function both(id) { const u = await /*A*/ getUser(id); void (async () => /*B*/ getOrders(id))(); return u; }
        export async function Page({ id }) { const u = await /*A1*/ both(id); return again(u.id); }
        // @file src/app/again.ts
        import { both } from "./page";
        export const again = (id) => both(id);`,
    },
    "the later stack lost the callers, another file calls a namesake": {
      expected: "independent",
      code: `${IMPORTS} export const both = async (id) => { const u = await /*A*/ getUser(id); void (async () => /*B*/ getOrders(id))(); return u; };
        export async function Page({ id }) { const u = await /*A1*/ both(id); return u; }
        // @file src/app/other/page.tsx
        import { both } from "./both";
        export const Other = ({ id }) => both(id);
        // @file src/app/other/both.ts
        export const both = (id) => id;`,
    },
    "the later stack lost the callers, another file calls it by way of a third": {
      expected: "needed",
      code: `${IMPORTS} import { again } from "./other/again"; export const both = async (id) => { const u = await /*A*/ getUser(id); void (async () => /*B*/ getOrders(id))(); return u; };
        export async function Page({ id }) { const u = await /*A1*/ both(id); return again(u.id); }
        // @file src/app/other/again.ts
        import { both } from "./both";
        export const again = (id) => both(id);
        // @file src/app/other/both.ts
        export { both } from "../page";`,
    },
    "the later stack lost the callers, and there is one function that calls": {
      expected: "independent",
      code: `${IMPORTS} const both = async (id) => { const u = await /*A*/ getUser(id); void (async () => /*B*/ getOrders(id))(); return u; };
        export async function Page({ id }) { const u = await /*A1*/ both(id); return u; }`,
    },
    "a helper in a loop, the later round's first call after the earlier one's last": {
      expected: "independent",
      kind: "loop",
      code: `${IMPORTS} const both = async (id) => { const u = await /*B*/ getUser(id); const o = await /*A*/ getOrders(u.id); return [u, o]; };
        export async function Page({ ids }) { const all = []; for (const id of ids) all.push(await /*AB1*/ both(id)); return all; }`,
    },
    "a helper in a loop, the later round fed by the earlier one": {
      expected: "needed",
      code: `${IMPORTS} const both = async (id) => { const u = await /*B*/ getUser(id); const o = await /*A*/ getOrders(u.id); return [u, o]; };
        export async function Page({ ids }) { let last = ids[0]; for (const id of ids) { const [, o] = await /*AB1*/ both(last); last = o.next; } return last; }`,
    },
    "a helper in a loop that ends when an answer says so": {
      expected: "needed",
      code: `${IMPORTS} const both = async (id) => { const u = await /*B*/ getUser(id); const o = await /*A*/ getOrders(u.id); return o; };
        export async function Page({ ids }) { for (const id of ids) { const o = await /*AB1*/ both(id); if (o.done) return o; } }`,
    },
    "promises one after the other by reduce": {
      expected: "independent",
      code: `${IMPORTS} export async function Page({ ids }) {
        return ["a", "b", "c"].reduce((soFar, id) => soFar.then((list) => /*AB*/ getUser(id).then((u) => [...list, u])), Promise.resolve([])); }`,
    },
    "promises one after the other by reduce, fed": {
      expected: "needed",
      code: `${IMPORTS} export async function Page({ ids }) {
        return ["a", "b", "c"].reduce((soFar, id) => soFar.then((last) => /*AB*/ getUser(id + last.id)), Promise.resolve({ id: "" })); }`,
    },
    "the later stack lacks who only passed the promise on": {
      expected: "independent",
      code: `// @file src/app/route.ts
        ${IMPORTS} const wrapped = (handler) => async (event) => { const id = event.id; return /*A1*/ handler(id); };
        export const GET = wrapped(async (id) => { const u = await /*A*/ getUser(id); const o = await /*B*/ getOrders(id); return [u, o]; });
        export async function handle({ event, route }) { return await /*A2*/ /*B1*/ route(event); }`,
    },
    "the later stack lacks who passed the promise on, of one of two calls": {
      expected: "needed",
      code: `// @file src/app/route.ts
        ${IMPORTS} const wrapped = (handler) => async (event) => { if (event.first) return /*A1*/ handler(event.id); return handler(event.other); };
        export const GET = wrapped(async (id) => { const u = await /*A*/ getUser(id); const o = await /*B*/ getOrders(id); return [u, o]; });
        export async function handle({ event, route }) { return await /*A2*/ /*B1*/ route(event); }`,
    },
    "the later stack lacks a caller that waited": {
      expected: "needed",
      code: `// @file src/app/route.ts
        ${IMPORTS} const wrapped = (handler) => async (event) => { const answered = await /*A1*/ handler(event.id); return answered; };
        export const GET = wrapped(async (id) => { const u = await /*A*/ getUser(id); const o = await /*B*/ getOrders(id); return [u, o]; });
        export async function handle({ event, route }) { return await /*A2*/ /*B1*/ route(event); }`,
    },
    "the later stack lost the callers, which loop": {
      expected: "unknown",
      code: `${IMPORTS} async function both(id) { const u = await /*A*/ getUser(id); const o = await /*B*/ getOrders(id); return [u, o]; }
        export function Page({ ids }) { let p = Promise.resolve(); for (const id of ids) /*A1*/ both(id); return p; }`,
    },
    recursion: {
      expected: "data",
      code: `${IMPORTS} async function walk(id) { const u = await /*A*/ getUser(id); for (const next of u.children) await /*B1*/ walk(next); }
        export async function Page({ id }) { return await /*A1*/ /*B2*/ walk(id); }
        // @file src/x.ts
        export {};`.replace("getUser(id); for", "/*B*/ getUser(id); for"),
    },
    "a loop in a helper called from a loop that feeds it": {
      expected: "needed",
      code: `${IMPORTS} async function each(ids) { let last; for (const id of ids) { last = await /*AB*/ getUser(id); } return last; }
        export async function Page({ ids }) { let list = ids; while (list.length) { const last = await /*AB1*/ each(list); list = last.more; } }`,
    },
    "a loop in a helper called from a loop that does not": {
      expected: "independent",
      kind: "loop",
      code: `${IMPORTS} async function each(ids) { const all = []; for (const id of ids) { all.push(await /*AB*/ getUser(id)); } return all; }
        export async function Page({ groups }) { const out = []; for (const ids of groups) { out.push(await /*AB1*/ each(ids)); } return out; }`,
    },
    "callbacks of one map": {
      expected: "needed",
      code: `${IMPORTS} export async function Page({ ids }) { return Promise.all(ids.map(async (id) => { const u = await getUser(id); return /*AB*/ getOrders(u.id); })); }`,
    },
    "two awaits in a callback of a map": {
      expected: "independent",
      code: `${IMPORTS} export async function Page({ ids }) { return /*AB1*/ Promise.all(ids.map(async (id) => { const u = await /*A*/ getUser(id); const o = await /*B*/ getOrders(id); return [u, o]; })); }`,
    },
    "two awaits in a callback of a map, fed": {
      expected: "data",
      code: `${IMPORTS} export async function Page({ ids }) { return /*AB1*/ Promise.all(ids.map(async (id) => { const u = await /*A*/ getUser(id); return /*B*/ getOrders(u.id); })); }`,
    },
    "arrow in an arrow": {
      expected: "data",
      code: `${IMPORTS} const make = (id) => async () => { const u = await /*A*/ getUser(id); return (async () => /*B*/ getOrders(u.id))(); }; export const page = make("x");`,
    },
    "members of a group, deeper down": {
      expected: "parallel",
      code: `${IMPORTS} const a = async (id) => /*A*/ getUser(id); const b = async (id) => /*B*/ getOrders(id);
        export async function Page({ id }) { return await Promise.all([/*A1*/ a(id), /*B1*/ b(id)]); }`,
    },
    "members of a group that wait for one another": {
      expected: "data",
      code: `${IMPORTS} export async function Page({ id }) { const first = getUser(id); const p = /*A*/ getUser(id);
        return await Promise.all([p, (async () => { const u = await p; return /*B*/ getOrders(u.id); })()]); }`,
    },
    "a package's promise and then": {
      expected: "independent",
      code: `import axios from "axios"; export const page = (id) => /*A*/ axios.get("/a/" + id).then(() => /*B*/ axios.get("/b"));`,
    },
    "a package's promise and then, fed": {
      expected: "data",
      code: `import axios from "axios"; export const page = (id) => /*A*/ axios.get("/a/" + id).then(({ data }) => /*B*/ axios.get("/b/" + data.id));`,
    },
    "different functions nobody joins": {
      expected: "unknown",
      code: `${IMPORTS} export async function a(id) { return /*A*/ getUser(id); } export async function b(id) { return /*B*/ getOrders(id); }`,
    },
    "the top of a module": {
      expected: "unknown",
      code: `${IMPORTS} const u = await /*A*/ getUser("1"); const o = await /*B*/ getOrders("1");`,
    },
  });
});
