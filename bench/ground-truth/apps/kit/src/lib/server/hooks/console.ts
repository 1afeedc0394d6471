import { redirect } from "@sveltejs/kit";
import { sequence, type Handle } from "@sveltejs/kit/hooks";
import { getJson, sendJson } from "../http.ts";

interface StaffSession {
  active: boolean;
  staffId: string;
}

const requireStaff: Handle = async ({ event, resolve }) => {
  const sid = event.cookies.get("sid") ?? "none";
  const session = await getJson<StaffSession>(`/staff-sessions/${sid}`);
  if (!session.active) redirect(303, `/login?next=${encodeURIComponent(event.url.pathname)}`);
  event.locals.staffId = session.staffId;
  return resolve(event);
};

/** Compliance: nobody sees customer data before it is on file that they looked. */
const auditTrail: Handle = async ({ event, resolve }) => {
  await sendJson("POST", "/audit", { path: event.url.pathname, method: event.request.method });
  return resolve(event);
};

export const consoleArea: Handle = sequence(requireStaff, auditTrail);
