import type { Handle } from "@sveltejs/kit/hooks";

/** Hooks of one part of the site, chosen by the first segment of the path. */
export function byArea(areas: Readonly<Record<string, Handle>>): Handle {
  return ({ event, resolve }) => {
    const area = areas[event.url.pathname.split("/", 2)[1] ?? ""];
    return area ? area({ event, resolve }) : resolve(event);
  };
}
