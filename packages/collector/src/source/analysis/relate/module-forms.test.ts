import { describe } from "vitest";
import { related } from "./testing/cases.ts";

describe("however a call is written", () => {
  related({
    "a barrel of namespaces and re-exports": {
      expected: "independent",
      code: `// @file src/lib/index.ts
export * as users from "./users"; export * from "./orders";
// @file src/lib/users.ts
export async function get(id) { return (await /*A*/fetch("/u/" + id)).json(); }
// @file src/lib/orders.ts
export { default as orders } from "./orders-impl";
// @file src/lib/orders-impl.ts
const orders = async () => (await /*B*/fetch("/o")).json(); export default orders;
// @file src/app/page.tsx
import { users, orders } from "@/lib"; export default async function Page({ id }) { const u = await /*A1*/users.get(id); const o = await /*B1*/orders(); return [u, o]; }`,
    },
    "everything of a module under one name": {
      expected: "independent",
      code: `// @file src/lib/api2.ts
export async function a() { return (await /*A*/fetch("/a")).json(); } export async function b() { return (await /*B*/fetch("/b")).json(); }
// @file src/app/page.tsx
import * as api from "@/lib/api2"; export default async function Page() { const u = await /*A1*/api.a(); const o = await /*B1*/api.b(); return [u, o]; }`,
    },
    "a client class with a parent, overloads and an arrow for a method": {
      expected: "independent",
      code: `class Base { constructor(private base: string) {} protected async send<T>(p: string): Promise<T> { const r = await /*A*//*B*/fetch(this.base + p); if (!r.ok) throw new Error(p); return r.json(); } }
class Api extends Base { user(id: string): Promise<unknown>; user(id: number): Promise<unknown>; user(id: any) { return /*A1*/this.send("/u/" + id); } catalog = () => /*B1*/this.send("/c"); }
const api = new Api("http://x") satisfies Base;
export default async function Page({ id }) { const u = await /*A2*/api.user(id); const c = await /*B2*/api.catalog(); return [u, c]; }`,
    },
    "an enum's texts": {
      expected: "independent",
      code: `enum Path { User = "/u", Cat = "/c" }
export default async function Page() { const u = await /*A*/fetch(Path.User); const c = await /*B*/fetch(Path.Cat); return [u, c]; }`,
    },
    "a generator that asks on": {
      expected: "needed",
      code: `async function* pages() { let n = 0; while (n < 3) { yield await (await /*A*//*B*/fetch("/p?" + n)).json(); n++; } }
export default async function Page() { const all = []; for await (const p of pages()) { all.push(p); if (p.last) break; } return all; }`,
    },
    "a client made by a function": {
      expected: "independent",
      code: `const make = (base) => ({ get: async (p) => (await /*A*//*B*/fetch(base + p)).json() }); const api = make("http://x");
export default async function Page() { const u = await /*A1*/api.get("/u"); const c = await /*B1*/api.get("/c"); return [u, c]; }`,
    },
    "functions that only pass on": {
      expected: "independent",
      code: `const one = async (p) => (await /*A*//*B*/fetch(p)).json(); async function f() { return /*A1*/one("/a"); } const g = () => /*B1*/one("/b");
export default async function Page() { const u = await /*A2*/f(); const c = await /*B2*/g(); return [u, c]; }`,
    },
    "a promise that is used": {
      expected: "independent",
      code: `import { use } from "react"; 
export default async function Page() { const u = await /*A*/fetch("/a"); const p = use(/*B*/fetch("/b")); return [u, p]; }`,
    },
    "a default export that is an object": {
      expected: "independent",
      code: `// @file src/lib/client.ts
export default { users: async () => (await /*A*/fetch("/u")).json(), cats: async () => (await /*B*/fetch("/c")).json() };
// @file src/app/page.tsx
import client from "../lib/client"; export default async function Page() { const u = await /*A1*/client.users(); const o = await /*B1*/client.cats(); return [u, o]; }`,
    },
    "a Server Action that says what it changed and leaves": {
      expected: "independent",
      code: `"use server";
import { revalidatePath } from "next/cache"; import { redirect } from "next/navigation";
export async function save(form) { const u = await /*A*/fetch("/u"); const c = await /*B*/fetch("/c"); revalidatePath("/x"); redirect("/done"); }`,
    },
  });
});
