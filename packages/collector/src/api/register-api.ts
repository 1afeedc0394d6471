import type { FastifyInstance } from "fastify";
import { steadyClock } from "../clock.ts";
import { errorBody, WeirError } from "../errors.ts";
import { codedError, logError } from "../server/error-answer.ts";
import { checkAccess } from "./access.ts";
import { AnswersAtHand } from "./answers-at-hand.ts";
import { alertRoutes } from "./alerts/alert-routes.ts";
import { takeHello } from "./agents/take-hello.ts";
import { takeSources } from "./agents/take-sources.ts";
import { apiContext, type ApiContext } from "./context.ts";
import { addRoute, type AnyRoute } from "./define-route.ts";
import { announceDeploy } from "./deploys/announce-deploy.ts";
import { listDeploys } from "./deploys/list-deploys.ts";
import type { ApiDeps } from "./deps.ts";
import { addEventStream } from "./events/event-stream.ts";
import { getFinding } from "./findings/get-finding.ts";
import { listFindings } from "./findings/list-findings.ts";
import { setFindingStatus } from "./findings/set-status.ts";
import { getStatus } from "./get-status.ts";
import { readJsonBodies } from "./json-body.ts";
import { openPlace } from "./open/open-place.ts";
import { openApiDocument } from "./openapi.ts";
import { overrideRoutes } from "./overrides/override-routes.ts";
import { listPairs } from "./routes/list-pairs.ts";
import { listRoutes } from "./routes/list-routes.ts";
import { listTrends } from "./routes/list-trends.ts";
import { getRoute } from "./routes/route-detail.ts";
import { serveDashboard } from "./static.ts";
import { getTrace } from "./traces/get-trace.ts";

const API_PREFIX = "/api/v1";

/**
 * Adds `/api/v1` to a server, all routes of the public API but the OTLP ones, and the dashboard at every other path.
 * Resolves when they are registered.
 */
export async function registerApi(app: FastifyInstance, deps: ApiDeps): Promise<void> {
  const context = apiContext(deps);
  const tokens = deps.tokens ?? {};
  const routes = apiRoutes(context);
  await app.register(
    async (scope) => {
      readJsonBodies(scope);
      answerErrors(scope);
      const atHand = new AnswersAtHand(steadyClock);
      for (const route of routes) addRoute(scope, route, tokens, atHand);
      addEventStream(scope, deps.events, tokens);
      const document = openApiDocument(routes, deps.version);
      scope.get(
        "/openapi.json",
        { onRequest: async (request) => checkAccess(request, "read", tokens) },
        () => document,
      );
    },
    { prefix: API_PREFIX },
  );
  app.addHook("onClose", async () => deps.events.close());
  serveDashboard(app, deps.dashboard, tokens);
}

/** Every route with schemas: what the server answers and the OpenAPI document describes. */
function apiRoutes(context: ApiContext): readonly AnyRoute[] {
  return [
    getStatus(context),
    listRoutes(context),
    getRoute(context),
    listFindings(context),
    getFinding(context),
    setFindingStatus(context),
    getTrace(context),
    listPairs(context),
    listTrends(context),
    listDeploys(context),
    announceDeploy(context),
    ...overrideRoutes(context),
    takeHello(context),
    takeSources(context),
    ...(context.editor === undefined ? [] : [openPlace(context.editor)]),
    ...(context.alerts === undefined ? [] : alertRoutes(context, context.alerts)),
  ];
}

/** Failures in the API's own shape: the schema version goes with every answer. */
function answerErrors(scope: FastifyInstance): void {
  scope.setErrorHandler((error, request, reply) => {
    const coded = codedError(error);
    logError(coded, request);
    if (coded.retryAfter !== undefined) reply.header("retry-after", coded.retryAfter);
    return reply.code(coded.status).send({ schemaVersion: 1, ...errorBody(coded) });
  });
  scope.setNotFoundHandler(() => {
    throw new WeirError("WEIR_NOT_FOUND", "There is nothing at this path", {
      status: 404,
      hint: "GET /api/v1/openapi.json lists all paths",
    });
  });
}
