import { read } from "$lib/server/services";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ params }) => {
  const members = await read<string[]>(`/teams/${params.team}/members`);
  const plan = await read<{ name: string }>(`/teams/${params.team}/plan`);
  return { members, plan: plan.name };
};
