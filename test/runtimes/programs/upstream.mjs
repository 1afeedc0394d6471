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
