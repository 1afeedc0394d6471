import { wiki } from "#lib/server/wiki.ts";
import type { LayoutServerLoad } from "./$types";

export const load: LayoutServerLoad = async ({ params }) => {
  return { space: await wiki.space(params.space) };
};
