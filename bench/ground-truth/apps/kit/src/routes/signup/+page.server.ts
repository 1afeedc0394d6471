import { fail, redirect } from "@sveltejs/kit";
import { getJson, sendJson } from "#lib/server/http.ts";
import type { Actions } from "./$types";

export const actions = {
  default: async ({ request, cookies }) => {
    const data = await request.formData();
    const email = String(data.get("email"));

    const { risk } = await getJson<{ risk: "low" | "high" }>(`/risk/${encodeURIComponent(email)}`);
    if (risk === "high") return fail(422, { email, message: "We cannot open an account for you" });

    const { id } = await sendJson<{ id: string }>("POST", "/signups", { email });
    await sendJson("POST", "/mails", { to: email, template: "welcome" });

    cookies.set("uid", id, { path: "/" });
    redirect(303, "/portal/welcome");
  },
} satisfies Actions;
