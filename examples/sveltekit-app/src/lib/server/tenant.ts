import { TRACKER_API_URL } from "$app/env/public";
import { error } from "@sveltejs/kit";
import type { Caller } from "./api.ts";

export interface Tenant {
  id: string;
  name: string;
  region: string;
}

/** The tenant a host name belongs to, or nothing where it belongs to none. */
export async function findTenant(event: Caller, host: string): Promise<Tenant | undefined> {
  const response = await event.fetch(`${TRACKER_API_URL}/tenants?host=${encodeURIComponent(host)}`);
  if (response.status === 404) return undefined;
  if (!response.ok) error(502, "tenant lookup failed");
  return (await response.json()) as Tenant;
}
