import { getJson } from "#lib/server/http.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ params, parent }) => {
  const [article, { brand, topics }] = await Promise.all([
    getJson<{ title: string; topic: string; html: string }>(`/help/articles/${params.slug}`),
    parent(),
  ]);

  return {
    article,
    heading: `${brand.name}: ${article.title}`,
    related: topics.filter((topic) => topic !== article.topic),
  };
};
