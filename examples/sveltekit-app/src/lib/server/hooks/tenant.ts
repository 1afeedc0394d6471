import type { Handle } from "@sveltejs/kit/hooks";
import { findTenant } from "#lib/server/tenant.ts";

export const handleTenant: Handle = async ({ event, resolve }) => {
  const tenant = await findTenant(event, event.url.hostname);
  if (tenant === undefined) return new Response("No workspace at this address", { status: 404 });
  event.locals.tenant = tenant;
  return resolve(event);
};
