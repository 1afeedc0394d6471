import { json } from "@sveltejs/kit";
import { getJson } from "#lib/server/http.ts";
import { withAuth } from "#lib/server/with-auth.ts";
import type { RequestHandler } from "./$types";

export const GET: RequestHandler = withAuth(async (_event, { userId }) => {
  const following = await getJson<string[]>(`/follows/${userId}`);
  const mutes = await getJson<string[]>(`/mutes/${userId}`);
  const posts = await getJson<{ author: string; text: string }[]>(`/posts?authors=${following.join(",")}`);
  return json(posts.filter(({ author }) => !mutes.includes(author)));
});
