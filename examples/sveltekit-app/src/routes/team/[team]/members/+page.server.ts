import { getMembers } from "#lib/server/team.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async (event) => {
  const { team } = await event.parent();
  const { members } = await getMembers(event);

  return { heading: `${team.title}: ${members} members` };
};
