import { json } from "@sveltejs/kit";
import type { RequestEvent } from "@sveltejs/kit";
import { findJson } from "./http.ts";

export interface Identity {
  userId: string;
  scopes: string[];
}

type Handler<Event> = (event: Event, identity: Identity) => Promise<Response>;

/** Runs a handler only for callers with a valid bearer token. */
export function withAuth<Event extends RequestEvent>(handler: Handler<Event>): (event: Event) => Promise<Response> {
  return async (event) => {
    const token = event.request.headers.get("authorization")?.replace(/^Bearer /, "");
    const identity = token ? await findJson<Identity>(`/tokens/${token}`) : null;
    if (!identity) return json({ error: "unauthorized" }, { status: 401, headers: { "www-authenticate": "Bearer" } });
    return handler(event, identity);
  };
}
