import { json } from "@sveltejs/kit";
import { getJson, sendJson } from "#lib/server/http.ts";
import type { RequestHandler } from "./$types";

export const PUT: RequestHandler = async ({ params, request }) => {
  const address = (await request.json()) as { street: string; zip: string };
  await sendJson("PUT", `/addresses/${params.id}`, address);
  // The service normalises what it stores, so show what it made of it.
  const stored = await getJson(`/addresses/${params.id}`);
  return json(stored);
};
