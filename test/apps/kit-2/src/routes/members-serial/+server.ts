import { json } from "@sveltejs/kit";
import type { RequestHandler } from "./$types";

export const GET: RequestHandler = ({ locals }) => {
  const { user, tenant, theme } = locals;
  return json({ user, tenant, theme });
};
