import type { NextRequest } from "next/server";
import { j } from "@/lib/shop/api";

export async function GET({ nextUrl }: NextRequest) {
  const skus = nextUrl.searchParams.getAll("sku").slice(0, 3);
  const rows = await Promise.all(skus.map((sku) => j<{ sku: string; watts: number }>(`/products/${sku}/specs`)));
  return Response.json(rows);
}
