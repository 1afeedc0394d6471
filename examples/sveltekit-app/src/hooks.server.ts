import { type Handle, sequence } from "@sveltejs/kit/hooks";
import { parallel } from "@weir/agent/sveltekit";
import { handleAuth } from "#lib/server/hooks/auth.ts";
import { handleBots } from "#lib/server/hooks/bots.ts";
import { handleLogging } from "#lib/server/hooks/logging.ts";
import { handleTenant } from "#lib/server/hooks/tenant.ts";

/** Workspaces on the hooks as they always were. */
const handleWorkspace = sequence(handleBots, handleAuth, handleTenant, handleLogging);

/** Workspaces already moved to the hooks that run side by side. */
const handleMovedWorkspace = sequence(handleBots, parallel(handleAuth, handleTenant, handleLogging));

export const handle: Handle = ({ event, resolve }) => {
  const { pathname } = event.url;
  if (pathname.startsWith("/hooks/serial")) return handleWorkspace({ event, resolve });
  if (pathname.startsWith("/hooks/parallel")) return handleMovedWorkspace({ event, resolve });
  return handleBots({ event, resolve });
};
