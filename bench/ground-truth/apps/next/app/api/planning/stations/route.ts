import type { NextRequest } from "next/server";
import { service } from "@/lib/planning/client";

const stations = service("stations");

export async function GET({ nextUrl }: NextRequest) {
  const requested = nextUrl.searchParams.getAll("id").map((id) => stations.get<{ name: string }>(`/${id}`));
  const names: string[] = [];
  for await (const { name } of requested) names.push(name);
  return Response.json(names);
}
