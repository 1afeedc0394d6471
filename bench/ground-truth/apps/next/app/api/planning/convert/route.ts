import type { NextRequest } from "next/server";
import { service } from "@/lib/planning/client";

const fx = service("fx");

export async function GET({ nextUrl }: NextRequest) {
  const route = (nextUrl.searchParams.get("via") ?? "EUR,USD,JPY").split(",");
  let amount = Number(nextUrl.searchParams.get("amount") ?? 100);
  for (let at = 1; at < route.length; at++) {
    ({ amount } = await fx.get<{ amount: number }>(`/${route[at - 1]}/${route[at]}`, { amount }));
  }
  return Response.json({ amount });
}
