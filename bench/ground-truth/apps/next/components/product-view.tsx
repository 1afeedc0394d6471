import { money } from "@/lib/format";
import type { Product, Related, Review } from "@/lib/shop/products";

export const ProductView = (p: { product: Product; reviews: Review[]; related: Related[] }) => (
  <main>
    <h1>{p.product.name}</h1>
    <strong>{money(p.product.cents)}</strong>
    {p.reviews.map((r) => (
      <blockquote key={r.text}>
        {"★".repeat(r.stars)} {r.text}
      </blockquote>
    ))}
    {p.related.map((r) => (
      <a key={r.slug} href={`/shop/p/${r.slug}`}>
        {r.name}
      </a>
    ))}
  </main>
);
