import type { Handle } from "@sveltejs/kit";
import { sequence } from "@sveltejs/kit/hooks";
import { parallel } from "@weir/agent/sveltekit";
import { handleAuth } from "$lib/server/handle-auth";
import { handleBanner } from "$lib/server/handle-banner";
import { handleBots } from "$lib/server/handle-bots";
import { handleTenant } from "$lib/server/handle-tenant";
import { handleTheme } from "$lib/server/handle-theme";

const AREAS: Readonly<Record<string, Handle>> = {
  serial: sequence(handleBots, handleTheme, handleBanner),
  together: sequence(handleBots, parallel(handleTheme, handleBanner)),
  "members-serial": sequence(handleBots, handleAuth, handleTenant, handleTheme),
  "members-together": sequence(handleBots, parallel(handleAuth, handleTenant, handleTheme)),
};

export const handle: Handle = ({ event, resolve }) => {
  const area = AREAS[event.url.pathname.split("/")[1] ?? ""];
  return area === undefined ? handleBots({ event, resolve }) : area({ event, resolve });
};
