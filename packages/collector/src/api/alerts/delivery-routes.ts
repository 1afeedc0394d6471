import {
  type AlertDelivery,
  type AlertDeliveryDetail,
  type AlertDeliveryList,
  type AlertReplay,
  DELIVERY_STATES,
  type DeliveryState,
} from "@weir/core";
import { z } from "zod";
import type { AlertDesk } from "../../alert/alert-desk.ts";
import { MAX_REPLAYED } from "../../alert/delivery-book.ts";
import { decodeCursor, encodeCursor, questionOf } from "../cursor.ts";
import type { AnyRoute, ApiRoute } from "../define-route.ts";
import { deliveryAnswer, deliveryDetail, deliveryList, replayAnswer } from "../schema/alerts.ts";
import { cursor, limit, text } from "../schema/query.ts";
import { named } from "../schema/registry.ts";

/** Rows of the page unless it asks for more. */
const DEFAULT_DELIVERIES = 50;

interface DeliveryQuery {
  readonly receiver?: string;
  readonly state?: DeliveryState;
  readonly limit?: number;
  readonly cursor?: string;
}

const query: z.ZodType<DeliveryQuery> = z.strictObject({
  receiver: z.exactOptional(text),
  state: z.exactOptional(z.enum(DELIVERY_STATES)),
  limit: z.exactOptional(limit),
  cursor: z.exactOptional(cursor),
});

interface ReplayBody {
  readonly state: "dead";
  readonly receiver?: string;
}

const replayBody: z.ZodType<ReplayBody> = named(
  "AlertReplayRequest",
  z.strictObject({ state: z.literal("dead"), receiver: z.exactOptional(text) }),
);

const none = z.strictObject({});
const refusals = { 404: "No such delivery" };

export function deliveryRoutes(desk: AlertDesk): readonly AnyRoute[] {
  return [listDeliveries(desk), getDelivery(desk), replayDelivery(desk), replayDead(desk)];
}

function listDeliveries(desk: AlertDesk): ApiRoute<DeliveryQuery, undefined, AlertDeliveryList> {
  return {
    method: "GET",
    path: "/alerts/deliveries",
    summary: "Messages to receivers, newest first; `state=dead` lists the dead letters",
    access: "read",
    query,
    answer: deliveryList,
    handle: async ({ query: { receiver, state, limit = DEFAULT_DELIVERIES, cursor } }) => {
      const question = questionOf({ receiver, state });
      const [at, key] = cursor === undefined ? [] : decodeCursor(cursor, question).after;
      const after = typeof at === "number" && typeof key === "string" ? { after: { at, key } } : {};
      const { deliveries, next } = await desk.deliveries.list({ receiver, state, limit, ...after });
      return {
        deliveries,
        nextCursor: next === undefined ? null : encodeCursor({ question, from: 0, to: 0, after: [next.at, next.key] }),
      };
    },
  };
}

function getDelivery(desk: AlertDesk): ApiRoute<object, undefined, AlertDeliveryDetail> {
  return {
    method: "GET",
    path: "/alerts/deliveries/:id",
    summary: "One message with its body, every try, and what the receiver answered",
    access: "read",
    query: none,
    answer: deliveryDetail,
    refusals,
    handle: ({ params }) => desk.delivery(params["id"] ?? ""),
  };
}

function replayDelivery(desk: AlertDesk): ApiRoute<object, undefined, AlertDelivery> {
  return {
    method: "POST",
    path: "/alerts/deliveries/:id/replay",
    summary: "Sends a message again that was not taken, with the id it had",
    access: "write",
    query: none,
    answer: deliveryAnswer,
    refusals: { ...refusals, 409: "It was taken already" },
    handle: ({ params }) => desk.deliveries.replay(params["id"] ?? ""),
  };
}

function replayDead(desk: AlertDesk): ApiRoute<object, ReplayBody, AlertReplay> {
  return {
    method: "POST",
    path: "/alerts/deliveries/replay",
    summary: `Sends dead letters again, of one receiver or of all, at most ${MAX_REPLAYED}; ask again while there are more`,
    access: "write",
    query: none,
    body: replayBody,
    answer: replayAnswer,
    handle: ({ body: { receiver } }) => desk.deliveries.replayDead(receiver),
  };
}
