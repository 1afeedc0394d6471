import type { IncomingMessage } from "node:http";
import type { FastifyPluginAsync, FastifyRequest } from "fastify";
import { WeirError } from "../errors.ts";
import { BodyBudget, type BodyShare } from "../ingest/body-budget.ts";
import { encodingOf, MEDIA_TYPE } from "../ingest/media-type.ts";
import { readBody } from "../ingest/read-body.ts";
import type { Metrics } from "../metrics.ts";
import { bearerToken, isOneOf, type TokenSet, tokensIn } from "../server/token.ts";
import type { HomeIntake } from "./home-intake.ts";
import { PEER_TRACES_PATH } from "./peer-paths.ts";

export interface PeerRoutesOptions {
  readonly home: HomeIntake;
  readonly metrics: Metrics;
  /** Any of them opens; without one everybody who reaches the port is a peer. */
  readonly tokens: TokenSet | undefined;
  /** Bytes of one part. */
  readonly maxBodyBytes: number;
  /** Bytes of all parts in work together. */
  readonly maxBodyBytesAtOnce: number;
}

/** What other collectors ask of this one. Nothing that comes in here goes out again: parts are never handed on. */
export function peerRoutes(options: PeerRoutesOptions): FastifyPluginAsync {
  return async (app) => {
    const { home, metrics, maxBodyBytes } = options;
    const taken = metrics.counter("weir_cluster_parts_received_total", "Parts that came from other collectors");
    const budget = new BodyBudget(options.maxBodyBytesAtOnce);
    const shares = new WeakMap<FastifyRequest, BodyShare>();
    app.removeAllContentTypeParsers();
    app.addHook("onRequest", async (request, reply) => {
      checkPeer(request, options.tokens);
      const share = budget.open();
      shares.set(request, share);
      reply.raw.once("close", () => share.end());
    });
    app.addContentTypeParser(Object.values(MEDIA_TYPE), async (request: FastifyRequest, payload: IncomingMessage) =>
      readBody(payload, maxBodyBytes, shares.get(request) as BodyShare),
    );
    app.route({
      method: "POST",
      url: PEER_TRACES_PATH,
      config: { anyHost: true },
      handler: async (request) => {
        const encoding = encodingOf(request.headers["content-type"]) ?? "protobuf";
        const partial = await home.take((request.body as Buffer | undefined) ?? Buffer.alloc(0), encoding);
        taken.add();
        return partial ?? { rejectedSpans: 0, errorMessage: "" };
      },
    });
  };
}

/** @throws WeirError `WEIR_NOT_A_PEER` (401) */
export function checkPeer(request: FastifyRequest, tokens: TokenSet | undefined): void {
  if (tokens === undefined) return;
  const shown = bearerToken(request.headers.authorization);
  if (shown !== undefined && isOneOf(shown, tokensIn(tokens))) return;
  throw new WeirError("WEIR_NOT_A_PEER", "Only other collectors may ask here", {
    status: 401,
    hint: "All collectors have the same WEIR_PEER_TOKEN",
  });
}
