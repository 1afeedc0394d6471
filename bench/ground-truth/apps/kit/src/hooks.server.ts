import { sequence, type Handle } from "@sveltejs/kit/hooks";
import { byArea } from "#lib/server/hooks/by-area.ts";
import { consoleArea } from "#lib/server/hooks/console.ts";
import { filesArea } from "#lib/server/hooks/files.ts";
import { portalArea, portalFastArea } from "#lib/server/hooks/portal.ts";
import { storeArea, storeFastArea } from "#lib/server/hooks/store.ts";
import { workspaceArea, workspaceFastArea } from "#lib/server/hooks/workspace.ts";

const securityHeaders: Handle = async ({ event, resolve }) => {
  const response = await resolve(event);
  response.headers.set("x-frame-options", "DENY");
  response.headers.set("referrer-policy", "same-origin");
  return response;
};

const scanners: Handle = ({ event, resolve }) => {
  if (/\.(php|aspx?)$/.test(event.url.pathname)) return new Response("Not found", { status: 404 });
  return resolve(event);
};

export const handle: Handle = sequence(
  scanners,
  securityHeaders,
  byArea({
    portal: portalArea,
    "portal-fast": portalFastArea,
    store: storeArea,
    "store-fast": storeFastArea,
    console: consoleArea,
    w: workspaceArea,
    "w-fast": workspaceFastArea,
    files: filesArea,
  }),
);
