import { describe } from "vitest";
import { related } from "./testing/cases.ts";

describe("callbacks of what is not followed", () => {
  related({
    "callbacks over http.get": {
      expected: "independent",
      code: `import { getJson } from "./get-json";
export const depot = (id, send) => { getJson(\`/depots/\${id}\`, (err, depot) => { if (err || !depot) return send(502, "depot"); /*A1*/ getJson(\`/d/\${depot.id}\`, (err, city) => { if (err || !city) return send(502, "city"); /*B1*/ getJson("/tariffs", (err, tariffs) => { if (err || !tariffs) return send(502); send(200, { city, tariffs }); }); }); }); };
// @file src/app/get-json.ts
import { get } from "node:http";
export function getJson(path, done) { /*A*//*B*/ get(process.env.API + path, (res) => { const chunks = []; res.on("data", (chunk) => chunks.push(chunk)); res.on("error", done); res.on("end", () => { if (res.statusCode !== 200) return done(new Error(\`\${path}: \${res.statusCode}\`)); let value; try { value = JSON.parse(Buffer.concat(chunks).toString("utf8")); } catch (error) { return done(error); } /*A2*//*B2*/ done(null, value); }); }).on("error", done); }`,
    },
    "callbacks of a database": {
      expected: "independent",
      code: `import sqlite from "sqlite3"; const db = new sqlite.Database("x");
export const page = (id, done) => { db./*A*/ get("select * from a where id = ?", [id], (err, row) => { if (err) return done(err); db./*B*/ all("select * from b", (err, rows) => { if (err) return done(err); done(null, { row, rows }); }); }); };`,
    },
    "callbacks of a database, fed": {
      expected: "needed",
      code: `import sqlite from "sqlite3"; const db = new sqlite.Database("x");
export const page = (id, done) => { db./*A*/ get("select * from a where id = ?", [id], (err, row) => { if (err) return done(err); db./*B*/ all("select * from b where k = ?", [row.k], (err, rows) => { if (err) return done(err); done(null, { row, rows }); }); }); };`,
    },
    "callbacks of a database, nothing found": {
      expected: "needed",
      code: `import sqlite from "sqlite3"; const db = new sqlite.Database("x");
export const page = (id, done) => { db./*A*/ get("select * from a where id = ?", [id], (err, row) => { if (err || !row) return done(err ?? null); db./*B*/ all("select * from b", (err, rows) => { if (err) return done(err); done(null, { row, rows }); }); }); };`,
    },
    "http.get, the status decides": {
      expected: "needed",
      code: `import { get } from "node:http";
export const page = (id, done) => { /*A*/ get("http://a/" + id, (res) => { if (res.statusCode === 404) return done(null, null); /*B*/ get("http://b", (other) => done(null, other.statusCode)); }); };`,
    },
    "http.get, a header goes on": {
      expected: "needed",
      code: `import { get } from "node:http";
export const page = (id, done) => { /*A*/ get("http://a/" + id, (res) => { /*B*/ get("http://b" + res.headers.location, (other) => done(null, other.statusCode)); }); };`,
    },
    "http.get, the body goes on": {
      expected: "needed",
      code: `import { get } from "node:http";
export const page = (id, done) => { /*A*/ get("http://a/" + id, (res) => { let text = ""; res.on("data", (c) => { text += c; }); res.on("end", () => { /*B*/ get("http://b/" + text, (other) => done(null, other.statusCode)); }); }); };`,
    },
    "a loop that ends with the call": {
      expected: "independent",
      code: `import { getUser, getCatalog } from "@/lib/api"; const ROUTES = [{ path: /a/ }, { path: /b/ }];
const page = async (id) => { const u = await /*A*/ getUser(id); return [u, await /*B*/ getCatalog()]; };
export function GET(req) { for (const { path } of ROUTES) { if (!path.test(req.url)) continue; return /*AB1*/ page(req.id); } return null; }`,
    },
    "a retry loop around return": {
      expected: "needed",
      code: `import { getUser } from "@/lib/api";
export async function GET(req) { for (let i = 0; i < 3; i++) { try { return await /*A*//*B*/ getUser("x"); } catch {} } return null; }`,
    },
  });
});
