import { error } from "@sveltejs/kit";
import { read, write } from "$lib/server/services";
import type { Actions } from "./$types";

export const actions: Actions = {
  default: async ({ params, request }) => {
    const name = (await request.formData()).get("name");
    if (typeof name !== "string") error(400, "A name, please");
    await write(`/profiles/${params.id}`, { name });
    return { stored: await read<{ name: string }>(`/profiles/${params.id}`) };
  },
};
