import type { Handle } from "@sveltejs/kit/hooks";
import { getLogPolicy } from "#lib/server/logging.ts";

export const handleLogging: Handle = async ({ event, resolve }) => {
  const policy = await getLogPolicy(event, event.url.pathname);
  event.locals.logLevel = policy.level;
  return resolve(event);
};
