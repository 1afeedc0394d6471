import type { NextRequest } from "next/server";
import { service } from "@/lib/planning/client";

const offers = service("offers");

/** Takes products in the order of the wish list for as long as the budget lasts. */
export async function GET({ nextUrl }: NextRequest) {
  const skus = nextUrl.searchParams.getAll("sku");
  let left = Number(nextUrl.searchParams.get("budget") ?? 0);
  const taken: string[] = [];
  for (const sku of skus) {
    if (left <= 0) break;
    const { cents } = await offers.get<{ cents: number }>(`/${sku}`);
    left -= cents;
    taken.push(sku);
  }
  return Response.json({ taken, left });
}
