import { describe } from "vitest";
import { related } from "./testing/cases.ts";

describe("callbacks that are told of an error first", () => {
  related({
    "marked nested callbacks": {
      expected: "independent",
      code: `import { crm } from "./crm";
function card(id, done) { crm./*A2*/ account(id, (error, account) => { if (error) return done(error); crm./*B2*/ contacts(id, (error, contacts) => { if (error) return done(error); done(null, { account, contacts }); }); }); }
export const GET = async () => Response.json(await new Promise((ok, no) => card("x", (e, v) => (e ? no(e) : ok(v)))));
// @file src/app/crm.ts
function read(path, done) { /*A*//*B*/ fetch(path).then(async (res) => { if (!res.ok) throw new Error(path); return await res.json(); }).then((value) => /*B3*/ done(null, value), (error) => done(error instanceof Error ? error : new Error(String(error)))); }
export const crm = { account: (id, done) => /*A1*/ read(\`/a/\${id}\`, done), contacts: (id, done) => /*B1*/ read(\`/c/\${id}\`, done) };`,
    },
    "marked nested callbacks, fed": {
      expected: "needed",
      code: `import { crm } from "./crm";
function card(id, done) { crm./*A2*/ account(id, (error, account) => { if (error) return done(error); crm./*B2*/ contacts(account.owner, (error, contacts) => { if (error) return done(error); done(null, { account, contacts }); }); }); }
// @file src/app/crm.ts
function read(path, done) { /*A*//*B*/ fetch(path).then(async (res) => { if (!res.ok) throw new Error(path); return await res.json(); }).then((value) => /*B3*/ done(null, value), (error) => done(error instanceof Error ? error : new Error(String(error)))); }
export const crm = { account: (id, done) => /*A1*/ read(\`/a/\${id}\`, done), contacts: (id, done) => /*B1*/ read(\`/c/\${id}\`, done) };`,
    },
    "guard on the value in a callback": {
      expected: "needed",
      code: `import { crm } from "./crm";
function card(id, done) { crm./*A2*/ account(id, (error, account) => { if (error) return done(error); if (!account.active) return done(null, null); crm./*B2*/ contacts(id, (error, contacts) => { if (error) return done(error); done(null, { account, contacts }); }); }); }
// @file src/app/crm.ts
function read(path, done) { /*A*//*B*/ fetch(path).then((res) => res.json()).then((value) => /*B3*/ done(null, value), (error) => done(error)); }
export const crm = { account: (id, done) => /*A1*/ read(\`/a/\${id}\`, done), contacts: (id, done) => /*B1*/ read(\`/c/\${id}\`, done) };`,
    },
    "no value is no user": {
      expected: "needed",
      code: `import { crm } from "./crm";
function card(id, done) { crm./*A2*/ account(id, (error, account) => { if (error || !account) return done(error ?? new Error("none")); crm./*B2*/ contacts(id, (error, contacts) => { done(error, { account, contacts }); }); }); }
// @file src/app/crm.ts
function read(path, done) { /*A*//*B*/ fetch(path).then((res) => res.json()).then((value) => /*B3*/ done(null, value), (error) => done(error)); }
export const crm = { account: (id, done) => /*A1*/ read(\`/a/\${id}\`, done), contacts: (id, done) => /*B1*/ read(\`/c/\${id}\`, done) };`,
    },
    "no value is a failed request, by its own words": {
      expected: "independent",
      code: `import { crm } from "./crm";
export function card(id, send) { crm./*A2*/ account(id, (error, account) => { if (error || !account) return send(502, "account"); crm./*B2*/ contacts(id, (error, contacts) => { if (error) return send(502); send(200, { account, contacts }); }); }); }
// @file src/app/crm.ts
function read(path, done) { /*A*//*B*/ fetch(path).then((res) => res.json()).then((value) => /*B3*/ done(null, value), (error) => done(error)); }
export const crm = { account: (id, done) => /*A1*/ read(\`/a/\${id}\`, done), contacts: (id, done) => /*B1*/ read(\`/c/\${id}\`, done) };`,
    },
    "no value is nobody": {
      expected: "needed",
      code: `import { crm } from "./crm";
export function card(id, send) { crm./*A2*/ account(id, (error, account) => { if (error || !account) return send(404, "account"); crm./*B2*/ contacts(id, (error, contacts) => { if (error) return send(502); send(200, { account, contacts }); }); }); }
// @file src/app/crm.ts
function read(path, done) { /*A*//*B*/ fetch(path).then((res) => res.json()).then((value) => /*B3*/ done(null, value), (error) => done(error)); }
export const crm = { account: (id, done) => /*A1*/ read(\`/a/\${id}\`, done), contacts: (id, done) => /*B1*/ read(\`/c/\${id}\`, done) };`,
    },
    "goes on after an error": {
      expected: "needed",
      code: `import { crm } from "./crm";
export function card(id, send) { crm./*A2*/ account(id, (error, account) => { if (error) { crm./*B2*/ contacts(id, (error, contacts) => send(200, contacts)); return; } send(200, account); }); }
// @file src/app/crm.ts
function read(path, done) { /*A*//*B*/ fetch(path).then((res) => res.json()).then((value) => /*B3*/ done(null, value), (error) => done(error)); }
export const crm = { account: (id, done) => /*A1*/ read(\`/a/\${id}\`, done), contacts: (id, done) => /*B1*/ read(\`/c/\${id}\`, done) };`,
    },
    "an error that is an answer": {
      expected: "needed",
      code: `import { crm } from "./crm";
export function card(id, send) { crm./*A2*/ account(id, (error, account) => { if (error) return send(500); crm./*B2*/ contacts(id, (error, contacts) => send(200, contacts)); }); }
// @file src/app/crm.ts
function read(path, done) { /*A*//*B*/ fetch(path).then((res) => res.json()).then((value) => /*B3*/ done(value.active ? null : new Error("inactive"), value), (error) => done(error)); }
export const crm = { account: (id, done) => /*A1*/ read(\`/a/\${id}\`, done), contacts: (id, done) => /*B1*/ read(\`/c/\${id}\`, done) };`,
    },
    "error parameter assigned": {
      expected: "needed",
      code: `import { crm } from "./crm";
export function card(id, send) { crm./*A2*/ account(id, (error, account) => { if (account.bad) error = new Error("bad"); if (error) return send(500); crm./*B2*/ contacts(id, (error, contacts) => send(200, contacts)); }); }
// @file src/app/crm.ts
function read(path, done) { /*A*//*B*/ fetch(path).then((res) => res.json()).then((value) => /*B3*/ done(null, value), (error) => done(error)); }
export const crm = { account: (id, done) => /*A1*/ read(\`/a/\${id}\`, done), contacts: (id, done) => /*B1*/ read(\`/c/\${id}\`, done) };`,
    },
    "async callback style with try": {
      expected: "independent",
      code: `import { crm } from "./crm";
export function card(id, send) { crm./*A2*/ account(id, (error, account) => { if (error != null) return send(error); crm./*B2*/ contacts(id, (error, contacts) => send(null, contacts)); }); }
// @file src/app/crm.ts
async function read(path, done) { let value; try { value = await (await /*A*//*B*/ fetch(path)).json(); } catch (error) { return done(error); } /*B3*/ done(null, value); }
export const crm = { account: (id, done) => /*A1*/ read(\`/a/\${id}\`, done), contacts: (id, done) => /*B1*/ read(\`/c/\${id}\`, done) };`,
    },
  });
});
