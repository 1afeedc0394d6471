import { createMcpHandler } from "@modelcontextprotocol/server";
import type { FastifyPluginAsync, FastifyRequest } from "fastify";
import { checkAccess } from "../api/access.ts";
import type { Tokens } from "../api/deps.ts";
import { readJsonBodies } from "../api/json-body.ts";
import type { ApiReader } from "../api/reader.ts";
import { createMcpServer } from "./mcp-server.ts";

export interface McpRouteOptions {
  readonly api: ApiReader;
  readonly tokens: Tokens;
  /** Who holds the write token is offered the tool that changes something. */
  readonly allowWrite: boolean;
}

const PATH = "/mcp";

/**
 * MCP over HTTP at `/mcp`: one server per request, no sessions. Hosts and origins were checked by the HTTP server, like
 * those of every other route.
 */
export function mcpRoute({ api, tokens, allowWrite }: McpRouteOptions): FastifyPluginAsync {
  return async (scope) => {
    const handler = createMcpHandler(() => createMcpServer(api, { allowWrite }));
    readJsonBodies(scope);
    scope.addHook("onRequest", async (request) => checkAccess(request, "read", tokens));
    scope.addHook("onClose", async () => handler.close());
    scope.route({
      method: ["POST", "GET", "DELETE"],
      url: PATH,
      exposeHeadRoute: false,
      handler: async (request, reply) => {
        const answer = await handler.fetch(asWebRequest(request), { parsedBody: request.body });
        // Fastify sends a web response with its status, headers and stream.
        return reply.send(answer);
      },
    });
  };
}

function asWebRequest(request: FastifyRequest): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  const gone = new AbortController();
  request.raw.once("close", () => request.raw.readableAborted && gone.abort());
  const hasBody = request.method === "POST";
  return new Request(`http://localhost${request.url}`, {
    method: request.method,
    headers,
    signal: gone.signal,
    ...(hasBody ? { body: JSON.stringify(request.body) } : {}),
  });
}
