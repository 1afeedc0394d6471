import { j } from "./api";

export type Facets = { colours: string[]; count: number };
type Item = { name: string; cents: number };

export const facetsOf = (category: string) => j<Facets>(`/catalog/facets/${category}`);
export const listing = (category: string) => j<Item[]>(`/catalog/listing/${category}`);

export const asCsv = (items: Item[]) => ["name;cents", ...items.map((i) => `${i.name};${i.cents}`)].join("\n");

export const withFacets = (items: Item[], facets: Facets) => ({ items, colours: facets.colours, of: facets.count });
