import { json } from "@sveltejs/kit";
import { deviceOf, latestIncidents, regionHealth } from "#lib/server/fleet.ts";
import type { RequestHandler } from "./$types";

export const GET: RequestHandler = async ({ params }) => {
  const device = deviceOf(params.id);
  const [health, incidents] = await Promise.all([device.then(({ region }) => regionHealth(region)), latestIncidents()]);
  return json({ device: await device, health, incidents });
};
