import { once } from "node:events";
import type { NextRequest } from "next/server";
import { BoardLoading } from "@/lib/platform/board";

export async function GET(request: NextRequest) {
  const loading = new BoardLoading(request.headers.get("x-user-id") ?? "").start();
  const [board] = (await once(loading, "board")) as [{ cards: number }];
  return Response.json({ cards: board.cards });
}
