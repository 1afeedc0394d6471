import { wiki } from "#lib/server/wiki.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ params, parent, depends }) => {
  depends("wiki:page");
  const page = await wiki.page(params.space, params.page);
  const { space } = await parent();

  return { title: `${page.title} · ${space.name}`, page };
};
