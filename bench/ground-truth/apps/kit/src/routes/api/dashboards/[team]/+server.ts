import { json } from "@sveltejs/kit";
import { fetchInvoice, fetchTeam, fetchUsage } from "#lib/server/billing/index.ts";
import type { RequestHandler } from "./$types";

export const GET: RequestHandler = async ({ params: { team: teamId } }) => {
  const [team, usage] = await Promise.all([fetchTeam(teamId), fetchUsage(teamId)]);
  const invoice = await fetchInvoice(team.billingAccount);

  return json({ team: team.name, minutes: usage.minutes, due: invoice.dueCents });
};
