import { json } from "@sveltejs/kit";
import { deviceOf, latestIncidents, regionHealth } from "#lib/server/fleet.ts";
import type { RequestHandler } from "./$types";

export const GET: RequestHandler = async ({ params }) => {
  const device = await deviceOf(params.id);
  const health = await regionHealth(device.region);
  const incidents = await latestIncidents();
  return json({ device, health, incidents });
};
