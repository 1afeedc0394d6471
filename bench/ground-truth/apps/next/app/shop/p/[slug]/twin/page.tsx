import { notFound } from "next/navigation";
import { ProductView } from "@/components/product-view";
import { product, related, reviews } from "@/lib/shop/products";

export default async function Page({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const p = await product(slug);
  if (!p) notFound();
  const [rs, more] = await Promise.all([reviews(slug), related(p.categoryId)]);
  return <ProductView product={p} reviews={rs} related={more} />;
}
