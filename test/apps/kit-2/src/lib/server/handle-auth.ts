import { type Handle, redirect } from "@sveltejs/kit";
import { find } from "./services";

export interface User {
  name: string;
}

export const handleAuth: Handle = async ({ event, resolve }) => {
  const sid = event.cookies.get("sid") ?? "none";
  event.locals.user = await find<User>(`/sessions/${sid}`);
  if (event.locals.user === undefined) redirect(303, "/login");
  return resolve(event);
};
