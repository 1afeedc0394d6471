import { type Handle, text } from "@sveltejs/kit";

/** Has to stay first: nothing is asked for on behalf of a bot. */
export const handleBots: Handle = ({ event, resolve }) => {
  if (/bot\b/i.test(event.request.headers.get("user-agent") ?? "")) return text("No bots here", { status: 403 });
  return resolve(event);
};
