import { getJson } from "#lib/server/http.ts";
import type { LayoutServerLoad } from "./$types";

export const load: LayoutServerLoad = async ({ params }) => ({
  brand: await getJson<{ name: string; logo: string }>(`/brands/${params.tenant}`),
});
