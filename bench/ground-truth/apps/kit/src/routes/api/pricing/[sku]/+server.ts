import { json } from "@sveltejs/kit";
import { getJson } from "#lib/server/http.ts";
import type { RequestHandler } from "./$types";

const isOn = async (flag: string, unit: string): Promise<boolean> => {
  const { variant } = await getJson<{ variant: "on" | "off" }>(`/flags/${flag}/for/${unit}`);
  return variant === "on";
};

export const GET: RequestHandler = async ({ params, url }) => {
  const quote: Record<string, unknown> = { sku: params.sku };
  if (await isOn("dynamic-pricing", url.searchParams.get("customer") ?? "guest")) {
    quote["offer"] = await getJson(`/offers/${params.sku}`);
  }
  return json(quote);
};
