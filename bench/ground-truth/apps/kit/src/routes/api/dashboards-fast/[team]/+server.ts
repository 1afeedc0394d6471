import { json } from "@sveltejs/kit";
import { fetchInvoice, fetchTeam, fetchUsage } from "#lib/server/billing/index.ts";
import type { RequestHandler } from "./$types";

export const GET: RequestHandler = async ({ params: { team: teamId } }) => {
  const teamWithInvoice = async () => {
    const team = await fetchTeam(teamId);
    return { team, invoice: await fetchInvoice(team.billingAccount) };
  };
  const [{ team, invoice }, usage] = await Promise.all([teamWithInvoice(), fetchUsage(teamId)]);

  return json({ team: team.name, minutes: usage.minutes, due: invoice.dueCents });
};
