import type { NextRequest } from "next/server";
import { service } from "@/lib/planning/client";

export async function GET({ headers }: NextRequest) {
  const { symbols } = await service("watchlists").get<{ symbols: string[] }>(`/${headers.get("x-user-id")}`);
  const tips = await service("tips").get<string[]>("", { count: 5 - symbols.length });
  return Response.json({ symbols, tips });
}
