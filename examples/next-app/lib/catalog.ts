import { getJson } from "./api-client";

export interface Product {
  id: string;
  name: string;
  categoryId: string;
  brandId: string;
  sku: string;
  discontinued: boolean;
}

export interface Category {
  id: string;
  title: string;
  shelf: string;
}

export interface Price {
  sku: string;
  amount: number;
  currency: string;
}

export function fetchProduct(id: string): Promise<Product> {
  return getJson<Product>(`/catalog/products/${encodeURIComponent(id)}`);
}

export function fetchCategory(id: string): Promise<Category> {
  return getJson<Category>(`/catalog/categories/${id}`);
}

export function fetchShelf(id: string): Promise<{ id: string; products: string[] }> {
  return getJson<{ id: string; products: string[] }>(`/catalog/shelves/${id}`);
}

export function fetchBrand(id: string): Promise<{ id: string; name: string }> {
  return getJson<{ id: string; name: string }>(`/catalog/brands/${id}`);
}

export function fetchReviews(productId: string): Promise<{ average: number; count: number }> {
  return getJson<{ average: number; count: number }>(`/reviews/${encodeURIComponent(productId)}`);
}

export function fetchStock(sku: string): Promise<{ sku: string; available: number }> {
  return getJson<{ sku: string; available: number }>(`/stock/${sku}`);
}

export function fetchPrice(sku: string): Promise<Price> {
  return getJson<Price>(`/prices/${sku}`);
}

export async function fetchPrices(skus: readonly string[]): Promise<Price[]> {
  const { prices } = await getJson<{ prices: Price[] }>(`/prices?skus=${skus.join(",")}`);
  return prices;
}

export function fetchPromotions(): Promise<{ promotions: { code: string }[] }> {
  return getJson<{ promotions: { code: string }[] }>("/catalog/promotions");
}
