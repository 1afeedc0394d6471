import { getRequestEvent, query } from "$app/server";
import { getPlan } from "#lib/server/billing.ts";
import { getMembers } from "#lib/server/team.ts";

export const getOverview = query(async () => {
  const event = getRequestEvent();
  const { members } = await getMembers(event);
  const { plan, seats } = await getPlan(event);

  return { members, plan, free: seats - members };
});
