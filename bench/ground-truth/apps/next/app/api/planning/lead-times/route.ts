import type { NextRequest } from "next/server";
import { type LeadTime, leadTimeOf } from "@/lib/planning/lead-time";

export async function GET({ nextUrl }: NextRequest) {
  const times: LeadTime[] = [];
  for (const sku of nextUrl.searchParams.getAll("sku")) {
    times.push(await leadTimeOf(sku));
  }
  return Response.json(times);
}
