import type { NextRequest } from "next/server";
import { call } from "@/lib/platform/gateway";

// The basket service keeps one active basket per session cookie.
export async function POST(request: NextRequest) {
  const { basket } = (await request.json()) as { basket: string };
  const cookie = request.headers.get("cookie") ?? "";
  await call(`/baskets/${basket}/activate`, { method: "POST", headers: { cookie } });
  const active = await call<{ lines: number; total: number }>("/baskets/active", { headers: { cookie } });
  return Response.json(active);
}
