import { sequence, type Handle } from "@sveltejs/kit/hooks";
import { findJson, getJson } from "../http.ts";

export interface Tenant {
  id: string;
  name: string;
  accent: string;
}

export interface Viewer {
  userId: string;
  displayName: string;
}

type Flags = Record<string, boolean>;

function tenantOf(host: string): Promise<Tenant> {
  return getJson<Tenant>(`/tenants/by-host/${encodeURIComponent(host)}`);
}

function viewerOf(sid: string | undefined): Promise<Viewer | null> {
  return sid ? findJson<Viewer>(`/sessions/${sid}`) : Promise.resolve(null);
}

const withTenant: Handle = async ({ event, resolve }) => {
  event.locals.tenant = await tenantOf(event.request.headers.get("x-forwarded-host") ?? event.url.hostname);
  return resolve(event);
};

/** Visitors without a session see the portal too. */
const withViewer: Handle = async ({ event, resolve }) => {
  event.locals.viewer = await viewerOf(event.cookies.get("sid"));
  return resolve(event);
};

const withFlags: Handle = async ({ event, resolve }) => {
  event.locals.flags = await getJson<Flags>("/flags/portal");
  return resolve(event);
};

export const portalArea: Handle = sequence(withTenant, withViewer, withFlags);

export const portalFastArea: Handle = async ({ event, resolve }) => {
  const [tenant, viewer, flags] = await Promise.all([
    tenantOf(event.request.headers.get("x-forwarded-host") ?? event.url.hostname),
    viewerOf(event.cookies.get("sid")),
    getJson<Flags>("/flags/portal"),
  ]);
  Object.assign(event.locals, { tenant, viewer, flags });
  return resolve(event);
};
