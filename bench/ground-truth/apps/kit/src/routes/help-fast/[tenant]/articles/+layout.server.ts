import { getJson } from "#lib/server/http.ts";
import type { LayoutServerLoad } from "./$types";

export const load: LayoutServerLoad = async () => ({ topics: await getJson<string[]>("/help/topics") });
