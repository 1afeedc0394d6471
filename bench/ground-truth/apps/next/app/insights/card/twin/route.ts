import type { NextRequest } from "next/server";
import { claimsOf } from "@/lib/insights/claims";
import { cardOf, limitsOf } from "@/lib/insights/metrics";

export async function GET({ headers }: NextRequest) {
  const claims = claimsOf(headers.get("authorization"));
  const [card, limits] = await Promise.all([cardOf(claims.sub), limitsOf(claims.tenant)]);
  return Response.json({ user: card.user, home: card.tenant, seats: limits.seats });
}
