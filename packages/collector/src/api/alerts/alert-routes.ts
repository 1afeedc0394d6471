import type { Alerts } from "@weir/core";
import { z } from "zod";
import type { AlertDesk } from "../../alert/alert-desk.ts";
import type { ApiContext } from "../context.ts";
import type { AnyRoute, ApiRoute } from "../define-route.ts";
import { alerts } from "../schema/alerts.ts";
import { alertsAnswer } from "./alerts-answer.ts";
import { deliveryRoutes } from "./delivery-routes.ts";
import { listGains } from "./list-gains.ts";
import { silenceRoutes } from "./silence-routes.ts";
import { tryRoutes } from "./try-routes.ts";

/** Everything the Alerts page and `weir alerts` ask for. */
export function alertRoutes(context: ApiContext, desk: AlertDesk): readonly AnyRoute[] {
  return [
    getAlerts(context, desk),
    listGains(context),
    ...deliveryRoutes(desk),
    ...silenceRoutes(context, desk),
    ...tryRoutes(context, desk),
  ];
}

function getAlerts(context: ApiContext, desk: AlertDesk): ApiRoute<object, undefined, Alerts> {
  return {
    method: "GET",
    path: "/alerts",
    summary: "Rules in force, receivers and how they do, silences, and what alerting cannot tell",
    access: "read",
    query: z.strictObject({}),
    answer: alerts,
    handle: () => alertsAnswer(context, desk),
  };
}
