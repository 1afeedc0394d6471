import type { RequestEvent } from "@sveltejs/kit";
import { getLogPolicy } from "#lib/server/logging.ts";
import { getSession } from "#lib/server/session.ts";
import { findTenant } from "#lib/server/tenant.ts";

/** The three hooks as checks that may run side by side: each fills its own part of `locals` or answers itself. */
interface Check {
  event: RequestEvent;
}

export async function checkAuth({ event }: Check): Promise<void> {
  const session = await getSession(event);
  event.locals.user = session.user;
}

export async function checkTenant({ event }: Check): Promise<Response | undefined> {
  const tenant = await findTenant(event, event.url.hostname);
  if (tenant === undefined) return new Response("No workspace at this address", { status: 404 });
  event.locals.tenant = tenant;
  return undefined;
}

export async function checkLogging({ event }: Check): Promise<void> {
  const policy = await getLogPolicy(event, event.url.pathname);
  event.locals.logLevel = policy.level;
}
