import { j, maybe } from "./api";

export type Product = { sku: string; slug: string; name: string; categoryId: string; cents: number };
export type Review = { stars: number; text: string };
export type Related = { slug: string; name: string };

export const product = (slug: string) => maybe<Product>(`/catalog/products/${slug}`);
export const reviews = (slug: string) => j<Review[]>(`/catalog/reviews/${slug}`);
export const related = (categoryId: string) => j<Related[]>(`/catalog/related/${categoryId}`);
