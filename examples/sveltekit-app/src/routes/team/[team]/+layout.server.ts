import { getTeam } from "#lib/server/team.ts";
import type { LayoutServerLoad } from "./$types";

export const load: LayoutServerLoad = async (event) => {
  return { team: await getTeam(event, event.params.team) };
};
