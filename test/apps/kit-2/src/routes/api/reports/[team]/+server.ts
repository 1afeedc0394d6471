import { error, json } from "@sveltejs/kit";
import { find, read } from "$lib/server/services";
import type { RequestHandler } from "./$types";

export const GET: RequestHandler = async ({ cookies, params }) => {
  const user = await find<{ name: string }>(`/sessions/${cookies.get("sid") ?? "none"}`);
  if (user === undefined) error(401, "Sign in first");
  return json(await read(`/teams/${params.team}/reports`));
};
