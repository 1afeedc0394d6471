import { z } from "zod";
import type { AnyRoute } from "./define-route.ts";
import { eventQuery } from "./events/event-stream.ts";
import { apiError } from "./schema/collector.ts";
import { apiSchemas } from "./schema/registry.ts";

const COMPONENTS = "#/components/schemas/";

/** The OpenAPI 3.1 document, made of the very schemas that routes read and tests check answers with. */
export function openApiDocument(routes: readonly AnyRoute[], version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const path = `/api/v1${route.path.replaceAll(/:(\w+)/g, "{$1}")}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
  }
  paths["/api/v1/events"] = { get: eventsOperation() };
  paths["/api/v1/openapi.json"] = {
    get: {
      summary: "This document",
      responses: {
        200: { description: "OpenAPI 3.1", content: { "application/json": { schema: { type: "object" } } } },
      },
    },
  };
  return {
    openapi: "3.1.0",
    info: { title: "Weir", version, description: "Times are milliseconds, timestamps ISO 8601 in UTC." },
    paths,
    components: { schemas: components(), securitySchemes: { token: { type: "http", scheme: "bearer" } } },
    security: [{}, { token: [] }],
  };
}

function operationOf(route: AnyRoute): object {
  const refused = (description: string) => ({ description, content: json(reference(apiError)) });
  return {
    summary: route.summary,
    parameters: [...pathParameters(route.path), ...queryParameters(route.query)],
    ...(route.body === undefined ? {} : { requestBody: { required: true, content: json(reference(route.body)) } }),
    responses: {
      200: { description: "The answer", content: json(reference(route.answer)) },
      ...(route.method === "GET" ? { 304: { description: "As the `If-None-Match` tag says" } } : {}),
      400: refused("The request does not have the form this route takes"),
      401: refused("A token is needed"),
      403: refused("This token, host or origin may not"),
      ...Object.fromEntries(Object.entries(route.refusals ?? {}).map(([code, text]) => [code, refused(text)])),
      503: refused("The store cannot answer now"),
    },
  };
}

function eventsOperation(): object {
  return {
    summary:
      "Server-sent events: `finding.*`, `route.updated`, `ingest.*`, `alerts.updated`; `resync` when too much was missed",
    parameters: queryParameters(eventQuery),
    responses: {
      200: {
        description: "A stream that does not end",
        content: { "text/event-stream": { schema: { type: "string" } } },
      },
    },
  };
}

function json(schema: object): object {
  return { "application/json": { schema } };
}

function reference(schema: z.ZodType): object {
  const id = apiSchemas.get(schema)?.id;
  if (id === undefined) throw new TypeError("A body or answer of the API has no name in the registry");
  return { $ref: COMPONENTS + id };
}

function pathParameters(path: string): readonly object[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
}

/** What may be written in the URL, before it is read into numbers and lists. */
function queryParameters(query: z.ZodType): readonly object[] {
  const { properties = {} } = z.toJSONSchema(query, { io: "input", target: "draft-2020-12" });
  return Object.entries(properties).map(([name, schema]) => ({ name, in: "query", required: false, schema }));
}

/** All named schemas, referring to one another. */
function components(): Record<string, object> {
  const { schemas } = z.toJSONSchema(apiSchemas, { target: "draft-2020-12", uri: (id) => COMPONENTS + id });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, schema]) => {
      const { $schema: _schema, $id: _id, ...rest } = schema as Record<string, unknown>;
      return [id, rest];
    }),
  );
}
