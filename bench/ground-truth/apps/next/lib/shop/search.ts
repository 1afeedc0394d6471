import { slugify } from "@/lib/format";
import { j } from "./api";

export const spelling = (q: string) => j<{ term: string }>(`/search/spelling?q=${encodeURIComponent(q)}`);
export const facets = (q: string) => j<{ for: string; brands: string[] }>(`/search/facets?q=${encodeURIComponent(q)}`);
export const results = (term: string) => j<string[]>(`/search/products/${slugify(term)}`);
