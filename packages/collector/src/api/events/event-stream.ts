import type { OutgoingHttpHeaders } from "node:http";
import { SCHEMA_VERSION } from "@weir/core";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { WeirError } from "../../errors.ts";
import { checkAccess } from "../access.ts";
import type { Tokens } from "../deps.ts";
import { iso } from "../iso.ts";
import { parsed } from "../define-route.ts";
import { list, text } from "../schema/query.ts";
import { type EventHub, type SentEvent, TOPICS } from "./event-hub.ts";

/** Open streams; a browser keeps one for all its tabs. */
export const MAX_STREAMS = 100;
/** A reader that leaves so much unread is hung up on; it comes back with the last id it has. Bytes. */
const MAX_UNREAD = 1024 * 1024;
/** Comments that keep proxies and the browser from giving the connection up. Milliseconds. */
const HEARTBEAT_MS = 15_000;
/** How long a browser waits before it connects again. Milliseconds. */
const RETRY_MS = 2_000;

export const eventQuery: z.ZodType<EventQuery> = z.strictObject({
  topics: z.exactOptional(list(TOPICS)),
  service: z.exactOptional(text),
  env: z.exactOptional(text),
});

export interface EventQuery {
  readonly topics?: readonly (typeof TOPICS)[number][];
  readonly service?: string;
  readonly env?: string;
}

interface OpenStream {
  write(chunk: string): void;
  end(): void;
}

/** `GET /events`: server-sent events, never compressed, never cached. */
export function addEventStream(app: FastifyInstance, hub: EventHub, tokens: Tokens): void {
  const streams = new Set<OpenStream>();
  const heartbeat = setInterval(() => {
    for (const stream of streams) stream.write(": still here\n\n");
  }, HEARTBEAT_MS);
  heartbeat.unref();
  app.addHook("preClose", async () => {
    clearInterval(heartbeat);
    for (const stream of streams) stream.end();
  });
  app.route({
    method: "GET",
    url: "/events",
    exposeHeadRoute: false,
    onRequest: async (request) => checkAccess(request, "read", tokens),
    handler: async (request, reply) => {
      const query = parsed(eventQuery, request.query, "query");
      if (streams.size >= MAX_STREAMS) {
        throw new WeirError("WEIR_TOO_MANY_STREAMS", "Too many event streams are open", { status: 503, retryAfter: 5 });
      }
      const stream = open(request, reply);
      streams.add(stream);
      const leave = hub.listen((event) => stream.write(textOf(event, query)));
      reply.raw.once("close", () => {
        leave();
        streams.delete(stream);
      });
      stream.write(`retry: ${RETRY_MS}\n: connected\n\n`);
      for (const chunk of missed(hub, request.headers["last-event-id"], query)) stream.write(chunk);
    },
  });
}

function open(request: FastifyRequest, reply: FastifyReply): OpenStream {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    ...(reply.getHeaders() as OutgoingHttpHeaders),
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store, no-transform",
    "x-accel-buffering": "no",
  });
  // An answer that never ends must not be taken for one that hangs.
  request.raw.socket.setTimeout(0);
  return {
    write: (chunk) => {
      if (chunk === "" || raw.destroyed) return;
      if (raw.writableLength > MAX_UNREAD) raw.destroy();
      else raw.write(chunk);
    },
    // The socket goes with it: kept alive, it would keep a closing server from ending.
    end: () => raw.end(() => request.raw.socket.destroySoon()),
  };
}

function missed(hub: EventHub, lastId: string | string[] | undefined, query: EventQuery): readonly string[] {
  if (typeof lastId !== "string" || lastId === "") return [];
  const events = hub.since(lastId);
  return events === undefined
    ? ['event: resync\ndata: {"schemaVersion":1}\n\n']
    : events.map((event) => textOf(event, query));
}

/** Empty for an event the reader did not ask about. JSON never holds a raw line break, so it is one `data` line. */
function textOf({ id, name, topic, at, items, more }: SentEvent, { topics, service, env }: EventQuery): string {
  if (topics !== undefined && !topics.includes(topic)) return "";
  const wanted = items.filter(
    (item) =>
      (service === undefined || item.service === undefined || item.service === service) &&
      (env === undefined || item.env === undefined || item.env === env),
  );
  if (wanted.length === 0) return "";
  const data = { schemaVersion: SCHEMA_VERSION, at: iso(at), items: wanted, ...(more ? { more } : {}) };
  return `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
