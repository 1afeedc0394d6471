import type { NextRequest } from "next/server";
import { j } from "@/lib/shop/api";

type Deal = { id: string; percent: number };

const best = (deals: Deal[]) => deals.reduce((a, b) => (b.percent > a.percent ? b : a));

export const GET = ({ nextUrl }: NextRequest) =>
  j<Deal[]>(`/deals?week=${nextUrl.searchParams.get("week") ?? 1}`)
    .then(best)
    .then((deal) => j<{ text: string }>(`/deals/${deal.id}/terms`).then(({ text }) => ({ ...deal, text })))
    .then((body) => Response.json(body));
