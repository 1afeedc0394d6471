import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

interface Answer {
  readonly ms: number;
  readonly status?: number;
  readonly json: unknown;
}

/** What the services behind `test/apps/kit-2` answer; `expired` sessions and `unknown` tenants are not there. */
function answerTo(method: string, path: string): Answer {
  const [, area = "", key = "", part = ""] = path.split("/");
  switch (`${method} ${area}${part === "" ? "" : `/${part}`}`) {
    case "GET sessions":
      return key.startsWith("expired") ? { ms: 12, status: 404, json: {} } : { ms: 30, json: { name: `user ${key}` } };
    case "GET tenants":
      // Sooner than the session: in `parallel` a refusal of the tenant is there before one of the session.
      return key.startsWith("unknown")
        ? { ms: 2, status: 404, json: {} }
        : { ms: 24, json: { title: `tenant ${key}` } };
    case "GET themes":
      return { ms: 26, json: { name: "dusk" } };
    case "GET banners":
      return { ms: 22, json: { html: "<b>Sale</b>" } };
    case "GET navigation":
      return { ms: 15, json: ["home", "teams"] };
    case "GET notices":
      return { ms: 21, json: ["Maintenance on Sunday"] };
    case "GET teams/members":
      return { ms: 34, json: [`${key}-lead`, `${key}-member`] };
    case "GET teams/plan":
      return { ms: 28, json: { name: `plan of ${key}` } };
    case "GET teams/reports":
      return { ms: 25, json: { team: key, open: 3 } };
    case "GET profiles":
      return { ms: 18, json: { name: `stored ${key}` } };
    case "PUT profiles":
      return { ms: 20, json: { stored: true } };
    default:
      return { ms: 0, status: 501, json: { path } };
  }
}

export interface Services {
  readonly url: string;
  /** `GET /themes/current`, in the order of arrival, since the last call of this function. */
  taken(): readonly string[];
  close(): void;
}

export async function startServices(): Promise<Services> {
  let arrived: string[] = [];
  const server: Server = createServer((request: IncomingMessage, response) => {
    const method = request.method ?? "GET";
    const path = request.url ?? "/";
    arrived.push(`${method} ${path}`);
    const { ms, status = 200, json } = answerTo(method, path);
    request.resume();
    setTimeout(() => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(json));
    }, ms);
  });
  await new Promise<void>((listening) => {
    server.listen(0, "127.0.0.1", listening);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken: () => {
      const calls = arrived;
      arrived = [];
      return calls;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
