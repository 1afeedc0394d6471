import {
  fetchBrand,
  fetchCategory,
  fetchProduct,
  fetchPromotions,
  fetchReviews,
  fetchShelf,
  fetchStock,
} from "@/lib/catalog";

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const product = await fetchProduct(id);
  const reviews = await fetchReviews(id);
  const brand = await fetchBrand(product.brandId);
  const category = await fetchCategory(product.categoryId);
  const shelf = await fetchShelf(category.shelf);
  const stock = await fetchStock(product.sku);
  const { promotions } = await fetchPromotions();

  return Response.json({ product, reviews, brand, category: category.title, more: shelf.products, stock, promotions });
}
