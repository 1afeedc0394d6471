import { error } from "@sveltejs/kit";
import { getJson } from "#lib/server/http.ts";
import type { LayoutServerLoad } from "./$types";

export const load: LayoutServerLoad = async ({ cookies }) => {
  const staff = await getJson<{ name: string; role: string }>(`/staff/${cookies.get("sid") ?? "none"}`);
  if (staff.role !== "admin") error(403, "Admins only");
  return { staff: staff.name };
};
