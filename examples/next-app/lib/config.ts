import { getJson } from "./api-client";

export interface ShopConfig {
  supportEmail: string;
  freeShippingFrom: number;
  features: Record<string, boolean>;
}

export const fetchConfig = (): Promise<ShopConfig> => getJson<ShopConfig>("/config/shop");

export function fetchFlags(): Promise<Record<string, boolean>> {
  return getJson<Record<string, boolean>>("/config/flags");
}

export function fetchLocale(): Promise<{ locale: string; timeZone: string }> {
  return getJson<{ locale: string; timeZone: string }>("/config/locale");
}
