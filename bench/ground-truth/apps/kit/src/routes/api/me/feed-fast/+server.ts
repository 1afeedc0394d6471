import { json } from "@sveltejs/kit";
import { getJson } from "#lib/server/http.ts";
import { withAuth } from "#lib/server/with-auth.ts";
import type { RequestHandler } from "./$types";

export const GET: RequestHandler = withAuth(async (_event, { userId }) => {
  const [posts, mutes] = await Promise.all([
    getJson<string[]>(`/follows/${userId}`).then((following) =>
      getJson<{ author: string; text: string }[]>(`/posts?authors=${following.join(",")}`),
    ),
    getJson<string[]>(`/mutes/${userId}`),
  ]);
  return json(posts.filter(({ author }) => !mutes.includes(author)));
});
