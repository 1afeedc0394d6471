import { read } from "$lib/server/services";
import type { LayoutServerLoad } from "./$types";

export const load: LayoutServerLoad = async () => ({ nav: await read<string[]>("/navigation") });
