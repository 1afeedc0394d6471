import type { Handle } from "@sveltejs/kit";
import { read } from "./services";

export const handleBanner: Handle = async ({ event, resolve }) => {
  const { html: banner } = await read<{ html: string }>("/banners/current");
  return resolve(event, { transformPageChunk: ({ html }) => html.replace("[[banner]]", banner) });
};
