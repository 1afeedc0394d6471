import type { NextRequest } from "next/server";
import { service } from "@/lib/planning/client";

const overrides = service("overrides");
const capacity = service("capacity");

type Override = { warehouse: string | null };

export async function GET({ nextUrl, headers }: NextRequest) {
  const tenant = headers.get("x-tenant") ?? "acme";
  const fallback = nextUrl.searchParams.get("warehouse") ?? "ham1";
  const override = await overrides.get<Override>(`/${tenant}`);
  const { slots } = await capacity.get<{ slots: number }>(`/${override.warehouse ?? fallback}`);
  return Response.json({ slots });
}
