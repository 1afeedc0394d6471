import type { Handle } from "@sveltejs/kit";
import { read } from "./services";

/** Needs nobody, and turns nobody away. */
export const handleTheme: Handle = async ({ event, resolve }) => {
  const { name } = await read<{ name: string }>("/themes/current");
  event.locals.theme = name;
  const response = await resolve(event);
  response.headers.set("x-theme", name);
  return response;
};
