import type { NextRequest } from "next/server";
import { ObjectStore } from "@/lib/platform/object-store";

export async function GET(request: NextRequest) {
  const store = new ObjectStore();
  await store.useRegionOf(request.headers.get("x-tenant") ?? "acme");
  const buckets = await store.buckets();
  return Response.json({ buckets: buckets.length });
}
