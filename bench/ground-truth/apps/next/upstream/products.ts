import { scatter } from "./people.ts";

export interface Product {
  readonly sku: string;
  readonly slug: string;
  readonly name: string;
  readonly category: string;
  readonly cents: number;
  readonly stock: number;
}

export const CATEGORIES: readonly string[] = ["Desk & Chair", "Lamps", "Cables & Hubs", "Audio", "Paper Goods"];
const ADJECTIVES = "Quiet Solid Bright Folding Modular Compact".split(" ");
const NOUNS = "Lamp Chair Hub Speaker Notebook Stand Cable Tray".split(" ");

export const PRODUCTS: readonly Product[] = Array.from({ length: 120 }, (_, n): Product => {
  const name = `${ADJECTIVES[n % ADJECTIVES.length]} ${NOUNS[scatter(n, 60, NOUNS.length)]} ${100 + n}`;
  return {
    sku: `SKU${(n * 7919 + 1013) % 99_991}`,
    slug: name.toLowerCase().replaceAll(" ", "-"),
    name,
    category: CATEGORIES[scatter(n, 61, CATEGORIES.length)]!,
    cents: 990 + scatter(n, 62, 200) * 50,
    stock: scatter(n, 63, 40),
  };
});

export function product(n: number): Product {
  return PRODUCTS[n % PRODUCTS.length]!;
}

export function productBySku(sku: string | undefined): Product | undefined {
  return PRODUCTS.find((each) => each.sku === sku);
}

export function productBySlug(slug: string | undefined): Product | undefined {
  return PRODUCTS.find((each) => each.slug === slug);
}

/** The basket of a user: two to five products. */
export function basketOf(n: number): readonly Product[] {
  return Array.from({ length: 2 + scatter(n, 64, 4) }, (_, at) => product(scatter(n, 65, 120) + at * 17));
}
