import type { NextRequest } from "next/server";
import { getJson, postJson } from "@/lib/logistics/http";

export async function POST({ nextUrl }: NextRequest) {
  const q = nextUrl.searchParams.get("q") ?? "";
  await postJson("/index/rebuild");
  const { hits } = await getJson<{ hits: number }>("/index/search", { q });
  return Response.json({ q, hits });
}
