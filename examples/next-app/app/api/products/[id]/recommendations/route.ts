import { fetchCategory, fetchProduct, fetchShelf } from "@/lib/catalog";
import { errorResponse } from "@/lib/error-response";

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  try {
    const product = await fetchProduct(id);
    const category = await fetchCategory(product.categoryId);
    const shelf = await fetchShelf(category.shelf);
    return Response.json({ because: category.title, products: shelf.products.filter((other) => other !== id) });
  } catch (error) {
    return errorResponse(error);
  }
}
