import type { Handle } from "@sveltejs/kit/hooks";

const UNWELCOME = /\b(scrapebot|masscrawl)\b/i;

/** Turns crawlers away before anything is asked of the services. */
export const handleBots: Handle = ({ event, resolve }) => {
  if (UNWELCOME.test(event.request.headers.get("user-agent") ?? "")) return new Response("No bots", { status: 403 });
  return resolve(event);
};
