import type { NextRequest } from "next/server";
import { leadTimeOf } from "@/lib/planning/lead-time";

export async function GET({ nextUrl }: NextRequest) {
  return Response.json(await Promise.all(nextUrl.searchParams.getAll("sku").map(leadTimeOf)));
}
