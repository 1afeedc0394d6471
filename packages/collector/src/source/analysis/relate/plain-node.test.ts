import { describe, expect, it } from "vitest";
import { relationIn } from "./testing/fixture.ts";

const server = (body: string): string => `import { createServer } from "node:http";
async function get(path) {
  const res = await /*AB*/fetch("http://api" + path);
  if (!res.ok) throw new Error(path);
  return res.json();
}
createServer(async (request, response) => {
${body}
}).listen(3000);`;

describe("a handler of Node's own server", () => {
  it.each([
    [
      "answers once both are there",
      `const user = await /*A1*/get("/user");
       const offers = await /*B1*/get("/offers");
       response.end(JSON.stringify({ user, offers }));`,
    ],
    [
      "answers other paths before, and failures behind",
      `const { pathname } = new URL(request.url, "http://localhost");
       if (pathname === "/health") { response.writeHead(200); response.end("ok"); return; }
       try {
         const user = await /*A1*/get("/user");
         const offers = await /*B1*/get("/offers");
         response.writeHead(200, { "content-type": "application/json" });
         response.end(JSON.stringify({ user, offers }));
       } catch (error) {
         response.statusCode = 500;
         response.end(String(error));
       }`,
    ],
  ])("that %s", (_name, body) => {
    expect(relationIn(server(body))).toMatchObject({ relation: "independent" });
  });

  it.each([
    [
      "the answer goes somewhere unknown before B",
      "response.end(user); const offers = await /*B1*/get('/offers');",
      "unknown",
    ],
    [
      "the answer of the handler ends early",
      "if (!user.id) return response.end(); const offers = await /*B1*/get('/offers');",
      "guard",
    ],
    [
      "the loop comes around",
      "for (const id of ids) { const offers = await /*B1*/get('/offers/' + id); request.socket.end(user); }",
      "unknown",
    ],
  ])("is left alone where %s", (_name, rest, relation) => {
    expect(relationIn(server(`const user = await /*A1*/get("/user"); ${rest}`))).toMatchObject({ relation });
  });
});
