import { TRACKER_API_URL } from "$app/env/public";
import { error } from "@sveltejs/kit";

type Fetch = typeof fetch;

export async function getVelocity(fetch: Fetch): Promise<{ points: number }> {
  const response = await fetch(`${TRACKER_API_URL}/reports/velocity`);
  if (!response.ok) error(502, "velocity is not available");
  return (await response.json()) as { points: number };
}

export async function getBurndown(fetch: Fetch): Promise<{ remaining: number }> {
  const response = await fetch(`${TRACKER_API_URL}/reports/burndown`);
  if (!response.ok) error(502, "burndown is not available");
  return (await response.json()) as { remaining: number };
}
