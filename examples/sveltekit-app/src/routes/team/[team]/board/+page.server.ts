import { getBoard } from "#lib/server/team.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async (event) => {
  const { team } = await event.parent();
  const board = await getBoard(event, team.boardId);

  return { columns: board.columns };
};
