import { json } from "@sveltejs/kit";
import { postJson } from "#lib/server/api.ts";
import type { RequestHandler } from "./$types";

interface Ticket {
  id: string;
  title: string;
}

/** Nobody may be told of a ticket that was never stored. */
export const POST: RequestHandler = async (event) => {
  const { title } = (await event.request.json()) as { title: string };
  const ticket = await postJson<Ticket>(event, "/tickets", { title });
  await postJson(event, "/notifications", { channel: "support", text: `New ticket: ${title}` });

  return json(ticket, { status: 201 });
};
