import type { NextRequest } from "next/server";
import { funnel, rpc, strings } from "@/lib/insights/rpc";

export async function GET({ nextUrl }: NextRequest) {
  const range = nextUrl.searchParams.get("range") ?? "30d";
  const segments = await rpc("segments.list", {}, strings);
  const result = await rpc("funnel.compute", { range, segments: ["new", "loyal", "at-risk"] }, funnel);
  return Response.json({ offered: segments, ...result });
}
