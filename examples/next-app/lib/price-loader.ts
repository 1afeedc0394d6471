import DataLoader from "dataloader";
import { cache } from "react";
import { fetchPrices, type Price } from "./catalog";

/** One loader per render: whoever asks in the same tick shares one request. */
export const priceLoader = cache(
  () =>
    new DataLoader<string, Price>(async (skus) => {
      const prices = await fetchPrices(skus);
      const bySku = new Map(prices.map((price) => [price.sku, price]));
      return skus.map((sku) => bySku.get(sku) ?? new Error(`no price for ${sku}`));
    }),
);
