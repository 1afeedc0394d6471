import type { NextRequest } from "next/server";
import { getJson } from "@/lib/logistics/http";
import { limiter } from "@/lib/logistics/limiter";

// The telematics vendor allows one open request per key.
const VENDOR_LIMIT = 1;

export async function GET({ nextUrl }: NextRequest) {
  const vehicles = nextUrl.searchParams.getAll("v").slice(0, 5);
  const limited = limiter(VENDOR_LIMIT);
  const positions = await Promise.all(
    vehicles.map((id) => limited(() => getJson<{ km: number }>(`/vehicles/${id}/position`))),
  );
  return Response.json({ km: positions.map(({ km }) => km) });
}
