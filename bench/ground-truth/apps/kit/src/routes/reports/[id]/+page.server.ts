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
  const report = await getJson<Report>(`/reports/${params.id}`);

  return {
    report,
    // streamed: the page is there before them
    comments: getJson<Comment[]>(`/reports/${params.id}/comments`),
  };
};
