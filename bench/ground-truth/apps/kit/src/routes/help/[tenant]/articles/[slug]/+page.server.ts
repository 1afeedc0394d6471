import { getJson } from "#lib/server/http.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ params, parent }) => {
  const { brand, topics } = await parent();
  const article = await getJson<{ title: string; topic: string; html: string }>(`/help/articles/${params.slug}`);

  return {
    article,
    heading: `${brand.name}: ${article.title}`,
    related: topics.filter((topic) => topic !== article.topic),
  };
};
