import type { FastifyReply, FastifyRequest } from "fastify";
import { WeirError } from "../errors.ts";

export interface CorsOptions {
  /** Origins whose pages may send spans. None by default: then no page may. */
  readonly origins: readonly string[];
  /** Request headers those pages may set besides the usual ones of OTLP and trace context. */
  readonly headers: readonly string[];
}

const HEADERS = ["content-type", "content-encoding", "traceparent", "tracestate", "baggage"];
const MAX_AGE_SECONDS = 7_200;

/** Says to a browser whether a page of `origin` may send spans, on the request itself and on the question before it. */
export class Cors {
  readonly #origins: ReadonlySet<string>;
  readonly #headers: string;

  constructor(options: CorsOptions) {
    this.#origins = new Set(options.origins.map((origin) => origin.toLowerCase()));
    this.#headers = [...new Set([...HEADERS, ...options.headers.map((name) => name.toLowerCase())])].join(", ");
  }

  /**
   * Programs send no `Origin` and pass. A page that may not send is refused here and not only by its browser: after DNS
   * rebinding the browser would take it for our own.
   */
  check(request: FastifyRequest, reply: FastifyReply): void {
    const { origin } = request.headers;
    if (origin === undefined) return;
    reply.header("vary", "Origin");
    if (this.#origins.has(origin.toLowerCase())) {
      reply.headers({ "access-control-allow-origin": origin, "access-control-expose-headers": "Retry-After" });
      // The server's default would keep the page from reading the answer.
      reply.header("cross-origin-resource-policy", "cross-origin");
    } else if (request.method !== "OPTIONS") {
      throw new WeirError("WEIR_ORIGIN_NOT_ALLOWED", "Pages of this origin may not send spans", {
        status: 403,
        hint: "Add the origin to cors",
      });
    }
  }

  /** Answers `OPTIONS`, without a token: browsers send none. */
  answerPreflight(reply: FastifyReply): FastifyReply {
    if (reply.hasHeader("access-control-allow-origin")) {
      reply.headers({
        "access-control-allow-methods": "POST, OPTIONS",
        "access-control-allow-headers": this.#headers,
        "access-control-max-age": MAX_AGE_SECONDS,
      });
    }
    return reply.code(204).send();
  }
}
