import { getActivity } from "#lib/server/workspace.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async (event) => {
  const activity = await getActivity(event);
  return { tenant: event.locals.tenant?.name, user: event.locals.user?.name, activity };
};
