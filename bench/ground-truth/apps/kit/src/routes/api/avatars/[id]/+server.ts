import { json } from "@sveltejs/kit";
import { getJson } from "#lib/server/http.ts";
import type { RequestHandler } from "./$types";

type Picture = { url: string };

export const GET: RequestHandler = async ({ params }) => {
  let picture: Picture;
  try {
    picture = await getJson<Picture>(`/pictures/own/${params.id}`);
  } catch {
    picture = await getJson<Picture>(`/pictures/generated/${params.id}`);
  }
  return json(picture);
};
