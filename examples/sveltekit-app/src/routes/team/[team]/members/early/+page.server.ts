import { getMembers } from "#lib/server/team.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async (event) => {
  const { members } = await getMembers(event);
  const { team } = await event.parent();

  return { heading: `${team.title}: ${members} members` };
};
