import { error, json } from "@sveltejs/kit";
import { findJson } from "#lib/server/http.ts";
import type { RequestHandler } from "./$types";

export const GET: RequestHandler = async ({ params }) => {
  const file = await findJson<{ name: string; bytes: number }>(`/files/${params.id}`);
  if (!file) error(404, "File is gone");
  return json(file);
};
