import type { PageLoad } from "./$types";

export const load: PageLoad = async ({ fetch, params }) => {
  const productRes = await fetch(`/api/products/${params.sku}`);
  const product = (await productRes.json()) as { name: string; cents: number };

  const reviewsRes = await fetch(`/api/products/${params.sku}/reviews`);
  const reviews = (await reviewsRes.json()) as { stars: number; text: string }[];

  return { product, reviews };
};
