/** The products whose prices the shop keeps an eye on. */
export const WATCHED_SKUS = ["sku_tent", "sku_lamp", "sku_bike", "sku_fern", "sku_beans", "sku_scarf"] as const;
