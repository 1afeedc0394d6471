import type { PageLoad } from "./$types";

export const load: PageLoad = async ({ fetch, params }) => {
  const [product, reviews] = await Promise.all([
    fetch(`/api/products/${params.sku}`).then((res) => res.json() as Promise<{ name: string; cents: number }>),
    fetch(`/api/products/${params.sku}/reviews`).then(
      (res) => res.json() as Promise<{ stars: number; text: string }[]>,
    ),
  ]);

  return { product, reviews };
};
