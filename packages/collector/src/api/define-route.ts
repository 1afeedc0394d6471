import { SCHEMA_VERSION } from "@weir/core";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import { WeirError } from "../errors.ts";
import { compareText } from "../store/order.ts";
import { type Access, checkAccess } from "./access.ts";
import type { AnswersAtHand, AnswerText } from "./answers-at-hand.ts";
import type { Tokens } from "./deps.ts";
import { hasTag, tagOf } from "./entity-tag.ts";

/** One route of the API: what it takes, what it answers, and how. The OpenAPI document is made of these. */
export interface ApiRoute<Query, Body, Answer> {
  readonly method: "GET" | "POST";
  /** Below `/api/v1`; parameters as `:name`. */
  readonly path: string;
  readonly summary: string;
  readonly access: Access;
  readonly query: z.ZodType<Query>;
  /** Absent for routes that take none. */
  readonly body?: z.ZodType<Body>;
  readonly bodyLimit?: number;
  readonly answer: z.ZodType<Answer>;
  /** Other codes this route may answer with, besides those all routes share. */
  readonly refusals?: Readonly<Record<number, string>>;
  /** Answers that are kept for those whom an older one will do: not worth it where making one takes no time. */
  readonly mayBeOlder?: (answer: Answer) => boolean;
  readonly handle: (input: ApiInput<Query, Body>) => Promise<Answer | RawAnswer>;
}

interface ApiInput<Query, Body> {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: Body;
}

/** An answer in a format of its own, sent as it is. */
export class RawAnswer {
  readonly json: object;
  readonly fileName: string;

  constructor(json: object, fileName: string) {
    this.json = json;
    this.fileName = fileName;
  }
}

// oxlint-disable-next-line typescript/no-explicit-any -- a list of routes of different types
export type AnyRoute = ApiRoute<any, any, any>;

export function addRoute(app: FastifyInstance, route: AnyRoute, tokens: Tokens, atHand?: AnswersAtHand): void {
  app.route({
    method: route.method,
    url: route.path,
    ...(route.bodyLimit === undefined ? {} : { bodyLimit: route.bodyLimit }),
    onRequest: async (request) => checkAccess(request, route.access, tokens),
    handler: async (request, reply) => {
      const query: unknown = parsed(route.query, request.query, "query");
      const make = (): Promise<unknown> =>
        route.handle({
          params: request.params as Readonly<Record<string, string>>,
          query,
          body: route.body === undefined ? undefined : parsed(route.body, request.body, "body"),
        });
      const { mayBeOlder } = route;
      if (mayBeOlder === undefined || atHand === undefined) {
        const answer = await make();
        if (request.method !== "GET") atHand?.clear();
        return answer instanceof RawAnswer ? sendRaw(reply, answer) : sendText(request, reply, textOf(answer));
      }
      const question = `${route.path} ${sortedJson(query)}`;
      const older = await atHand.get(question, request.headers["cache-control"]);
      if (older !== undefined) return sendText(request, reply.header("age", older.age), older);
      const made = await atHand.make(question, async () => {
        const answer = await make();
        return { ...textOf(answer), keeps: mayBeOlder(answer) };
      });
      return sendText(request, reply, made);
    },
  });
}

function textOf(answer: unknown): AnswerText {
  const text = JSON.stringify({ schemaVersion: SCHEMA_VERSION, ...(answer as object) });
  return { text, tag: tagOf(text) };
}

function sendRaw(reply: FastifyReply, answer: RawAnswer): FastifyReply {
  reply.header("content-disposition", `attachment; filename="${answer.fileName}"`);
  return reply.type("application/json").send(JSON.stringify(answer.json));
}

function sendText(request: FastifyRequest, reply: FastifyReply, { text, tag }: AnswerText): FastifyReply {
  reply.header("cache-control", "no-cache").type("application/json");
  if (request.method !== "GET") return reply.send(text);
  reply.header("etag", tag);
  return hasTag(request.headers["if-none-match"], tag) ? reply.code(304).send() : reply.send(text);
}

/** The same question in whatever order it was put. */
function sortedJson(query: unknown): string {
  return JSON.stringify(Object.entries(query as object).sort(([a], [b]) => compareText(a, b)));
}

export function parsed<T>(schema: z.ZodType<T>, input: unknown, where: "query" | "body"): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const hint = "GET /api/v1/openapi.json lists what each route takes";
  if (issue?.code === "unrecognized_keys" && issue.path.length === 0) {
    throw new WeirError("WEIR_UNKNOWN_KEY", `The ${where} has a key this route does not know`, { status: 400, hint });
  }
  const field = issue?.path[0];
  const message =
    typeof field === "string" && field in shapeOf(schema)
      ? `The ${where}'s \`${field}\` does not have the form this route takes`
      : `The ${where} does not have the form this route takes`;
  throw new WeirError("WEIR_INVALID_INPUT", message, { status: 400, hint });
}

/** Field names of ours, never a name that came in. */
function shapeOf(schema: z.ZodType): object {
  return "shape" in schema && typeof schema.shape === "object" && schema.shape !== null ? schema.shape : {};
}
