import { createServer } from "node:http";
import { gzipSync } from "node:zlib";

/** A service for the programs to call, in a process of its own so that no agent sees it. Prints its URL. */
const server = createServer((request, response) => {
  const path = (request.url ?? "/").split("?", 1)[0];
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const json = JSON.stringify({
      path,
      method: request.method,
      traced: "traceparent" in request.headers,
      body: Buffer.concat(chunks).toString(),
    });
    const query = new URLSearchParams((request.url ?? "").split("?")[1]);
    if (path === "/echo") {
      const { "content-type": type = null, "x-sent": sent = null } = request.headers;
      const boundary = /boundary=([^;]+)/.exec(type ?? "")?.[1];
      const hidden = (text) => (boundary === undefined ? text : text.replaceAll(boundary, "BOUNDARY"));
      const body = hidden(Buffer.concat(chunks).toString());
      response.setHeader("content-type", "application/json");
      response.setHeader("set-cookie", ["a=1; Path=/", "b=2"]);
      response.end(JSON.stringify({ method: request.method, type: type && hidden(type), sent, body }));
      return;
    }
    if (path === "/to") {
      const left = Number(query.get("hops") ?? 0);
      const location = left > 1 ? `/to?hops=${left - 1}&code=${query.get("code")}` : (query.get("at") ?? "/echo");
      response.writeHead(Number(query.get("code")), { location }).end("moved");
      return;
    }
    if (path === "/form") {
      response.writeHead(200, { "content-type": "application/x-www-form-urlencoded" }).end("a=1&b=2&a=3");
      return;
    }
    if (path === "/pieces") {
      response.writeHead(200, { "content-type": "text/plain" });
      let sent = 0;
      const next = () => {
        if (response.destroyed) return;
        sent += 1;
        response.write(`piece ${sent};`);
        if (sent < 4) setTimeout(next, 5);
        else response.end();
      };
      next();
      return;
    }
    response.setHeader("content-type", "application/json");
    if (path === "/never") return;
    if (path === "/redirect") response.writeHead(302, { location: "/json" }).end();
    else if (path === "/broken") response.end("{ not json");
    else if (path === "/empty") response.writeHead(204).end();
    else if (path === "/gzip") response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(json));
    else if (path.startsWith("/status/")) response.writeHead(Number(path.slice(8))).end(json);
    else if (path === "/cut") {
      response.writeHead(200, { "content-length": 10_000 }).write(json);
      setTimeout(() => response.destroy(), 20);
    } else response.end(json);
  });
});
server.listen(0, "127.0.0.1", () => process.send?.({ url: `http://127.0.0.1:${server.address().port}` }));
for (const end of ["message", "disconnect"]) process.on(end, () => process.exit(0));
