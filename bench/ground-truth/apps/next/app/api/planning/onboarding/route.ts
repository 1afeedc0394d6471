import type { NextRequest } from "next/server";
import { service } from "@/lib/planning/client";

export async function GET({ headers }: NextRequest) {
  const pending = await service("onboarding").head(`/${headers.get("x-user-id")}`);
  const returning = pending.status === 204;
  const tour = await service("tours-of-app").get<{ variant: string }>("", { returning: returning ? 1 : 0 });
  return Response.json(tour);
}
