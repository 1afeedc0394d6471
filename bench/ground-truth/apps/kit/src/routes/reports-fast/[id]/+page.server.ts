import { getJson } from "#lib/server/http.ts";
import type { PageServerLoad } from "./$types";

interface Report {
  title: string;
  total: number;
}

interface Comment {
  author: string;
  text: string;
}

export const load: PageServerLoad = async ({ params }) => {
  const comments = getJson<Comment[]>(`/reports/${params.id}/comments`);
  // SvelteKit reports a rejection once the promise is streamed; until then it must not count as unhandled.
  comments.catch(() => undefined);

  return {
    report: await getJson<Report>(`/reports/${params.id}`),
    comments,
  };
};
