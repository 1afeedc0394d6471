import type { NextRequest } from "next/server";
import { shipmentPage } from "@/lib/logistics/shipments";

async function allShipments(depot: string): Promise<string[]> {
  const first = await shipmentPage(depot, 1);
  const numbers = Array.from({ length: first.pages - 1 }, (_, at) => at + 2);
  const others = await Promise.all(numbers.map((page) => shipmentPage(depot, page)));
  return [first, ...others].flatMap(({ rows }) => rows);
}

export async function GET({ nextUrl }: NextRequest) {
  const rows = await allShipments(nextUrl.searchParams.get("depot") ?? "ham");
  return Response.json({ count: rows.length, rows });
}
