import { getBurndown, getVelocity } from "#lib/reports.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = async ({ fetch }) => {
  const [velocity, burndown] = await Promise.all([getVelocity(fetch), getBurndown(fetch)]);

  return { points: velocity.points, remaining: burndown.remaining };
};
