import { all } from "better-all";
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
  const page = await all({
    product: () => fetchProduct(id),
    reviews: () => fetchReviews(id),
    promotions: () => fetchPromotions(),
    async brand() {
      return fetchBrand((await this.$.product).brandId);
    },
    async category() {
      return fetchCategory((await this.$.product).categoryId);
    },
    async shelf() {
      return fetchShelf((await this.$.category).shelf);
    },
    async stock() {
      return fetchStock((await this.$.product).sku);
    },
  });

  return Response.json({
    product: page.product,
    reviews: page.reviews,
    brand: page.brand,
    category: page.category.title,
    more: page.shelf.products,
    stock: page.stock,
    promotions: page.promotions.promotions,
  });
}
