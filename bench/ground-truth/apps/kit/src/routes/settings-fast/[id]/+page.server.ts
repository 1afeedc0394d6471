import { fail } from "@sveltejs/kit";
import { type Saved, isTaken, languages, seatsOf, storeHandle } from "#lib/server/settings.ts";
import type { Actions } from "./$types";

export const actions = {
  rename: async ({ params, request }) => {
    const form = await request.formData();
    const wanted = String(form.get("handle") ?? "");

    const [seats, known, taken] = await Promise.all([seatsOf(params.id), languages(), isTaken(wanted)]);
    if (taken) return fail(409, { handle: wanted, taken: true as const });

    const handle = await storeHandle(params.id, wanted);
    return { handle, seatsLeft: seats.left, languages: known } satisfies Saved;
  },
} satisfies Actions;
