import { type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { unseenServer } from "./unseen-server.ts";

export interface Upstream {
  readonly url: string;
  /** Headers of each request by path, newest last. */
  readonly seen: readonly { readonly path: string; readonly headers: IncomingHttpHeaders }[];
  close(): Promise<void>;
}

/**
 * A service the tested app calls: `/json` answers JSON, `/gzip` the same compressed, `/redirect` leads to `/json`,
 * `/broken` is no JSON, `/status/500` fails, `/slow` never answers, `/cut` breaks off in the body.
 */
export async function upstream(): Promise<Upstream> {
  const seen: { path: string; headers: IncomingHttpHeaders }[] = [];
  const server = unseenServer((request, response) => {
    const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
    seen.push({ path, headers: request.headers });
    request.resume();
    const json = JSON.stringify({ path, id: "u_81723", token: "secret-value" });
    response.setHeader("content-type", "application/json");
    if (path === "/slow") return;
    if (path === "/redirect") response.writeHead(302, { location: "/json" }).end();
    else if (path === "/broken") response.end("{ not json");
    else if (path.startsWith("/status/")) response.writeHead(Number(path.slice(8))).end(json);
    else if (path === "/cut") {
      response.writeHead(200, { "content-length": 1000 }).write(json);
      setImmediate(() => response.destroy());
    } else if (path === "/gzip") response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(json));
    else response.end(json);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close: async () => {
      server.closeAllConnections();
      await new Promise<unknown>((resolve) => server.close(resolve));
    },
  };
}
