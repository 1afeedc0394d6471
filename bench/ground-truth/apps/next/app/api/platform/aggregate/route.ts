import type { NextRequest } from "next/server";
import { cached } from "@/lib/platform/cached";
import { call } from "@/lib/platform/gateway";

type Aggregate = { rows: number };

export async function GET({ nextUrl }: NextRequest) {
  const tenant = nextUrl.searchParams.get("tenant") ?? "acme";
  const month = nextUrl.searchParams.get("month") ?? "01";
  const { rows } = await cached<Aggregate>(`agg:${tenant}:${month}`, () => call(`/warehouse/aggregate/${tenant}`));
  return Response.json({ tenant, rows });
}
