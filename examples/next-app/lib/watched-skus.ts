/** The products whose prices the shop keeps an eye on. */
export const WATCHED_SKUS = [
  "sku_5f0c21d9ab47",
  "sku_8e13b60c7f25",
  "sku_c2947dd0e81b",
  "sku_17ab93f4502e",
  "sku_9d60e8a2c4f1",
  "sku_40f7b1685d3c",
] as const;
