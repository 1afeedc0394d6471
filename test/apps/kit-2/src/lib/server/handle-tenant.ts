import { type Handle, error } from "@sveltejs/kit";
import { find } from "./services";

export interface Tenant {
  title: string;
}

export const handleTenant: Handle = async ({ event, resolve }) => {
  const host = event.request.headers.get("x-forwarded-host") ?? "public";
  event.locals.tenant = await find<Tenant>(`/tenants/${host}`);
  if (event.locals.tenant === undefined) error(404, "No such workspace");
  return resolve(event);
};
