import { json } from "@sveltejs/kit";
import { read } from "$lib/server/services";
import type { RequestHandler } from "./$types";

export const GET: RequestHandler = async ({ params }) => {
  const plan = await read<{ name: string }>(`/teams/${params.team}/plan`);
  const notices = await read<string[]>("/notices");
  return json({ plan: plan.name, notices });
};
