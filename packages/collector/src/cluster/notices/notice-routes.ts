import { randomUUID } from "node:crypto";
import type { FastifyPluginAsync } from "fastify";
import { WeirError } from "../../errors.ts";
import type { TokenSet } from "../../server/token.ts";
import { PEER_NOTICES_PATH } from "../peer-paths.ts";
import { checkPeer } from "../peer-routes.ts";
import type { NoticeShelf } from "./notice-shelf.ts";

interface NoticeRoutesOptions {
  readonly shelf: NoticeShelf;
  /** Another collector says that it has something new. */
  readonly onNews: () => void;
  readonly tokens: TokenSet | undefined;
}

/** Lets other collectors see and fetch what agents told this one. */
export function noticeRoutes({ shelf, onNews, tokens }: NoticeRoutesOptions): FastifyPluginAsync {
  return async (app) => {
    const config = { anyHost: true };
    const boot = randomUUID();
    app.addHook("onRequest", async (request) => checkPeer(request, tokens));
    app.get(PEER_NOTICES_PATH, { config }, async (request, reply) => {
      const tag = `"${boot}-${shelf.changes}"`;
      reply.header("etag", tag);
      if (request.headers["if-none-match"] === tag) return reply.code(304).send();
      return { notices: shelf.list };
    });
    app.get<{ Params: { id: string } }>(`${PEER_NOTICES_PATH}/:id`, { config }, async (request, reply) => {
      const content = shelf.read(request.params.id);
      if (content === undefined) throw new WeirError("WEIR_NOT_FOUND", "There is no such notice", { status: 404 });
      return reply.type("application/gzip").send(content);
    });
    app.post(`${PEER_NOTICES_PATH}/look`, { config }, async () => {
      onNews();
      return {};
    });
  };
}
