import type { NextRequest } from "next/server";
import { shipmentPage } from "@/lib/logistics/shipments";

async function allShipments(depot: string): Promise<string[]> {
  const first = await shipmentPage(depot, 1);
  const all = [...first.rows];
  for (let page = 2; page <= first.pages; page++) {
    const { rows } = await shipmentPage(depot, page);
    all.push(...rows);
  }
  return all;
}

export async function GET({ nextUrl }: NextRequest) {
  const rows = await allShipments(nextUrl.searchParams.get("depot") ?? "ham");
  return Response.json({ count: rows.length, rows });
}
