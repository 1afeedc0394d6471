import { getComments } from "#lib/server/feed.ts";
import { getActivity } from "#lib/server/workspace.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async (event) => {
  const comments = getComments(event);
  comments.catch(() => {});

  return { activity: await getActivity(event), comments };
};
