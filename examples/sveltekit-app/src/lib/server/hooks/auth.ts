import type { Handle } from "@sveltejs/kit/hooks";
import { getSession } from "#lib/server/session.ts";

export const handleAuth: Handle = async ({ event, resolve }) => {
  const session = await getSession(event);
  event.locals.user = session.user;
  return resolve(event);
};
