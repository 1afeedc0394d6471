import type { NextRequest } from "next/server";
import { calendarOf, holidays, localDay, slotsOn } from "@/lib/planning/slots";

export async function GET({ nextUrl, headers }: NextRequest) {
  const day = nextUrl.searchParams.get("day") ?? "2026-03-02";

  const localSlots = calendarOf(headers.get("x-user-id") ?? "").then(async ({ zone }) => {
    const local = localDay(day, zone);
    return { local, free: (await slotsOn(local)).free };
  });
  const [freeDays, { local, free }] = await Promise.all([holidays(day.slice(0, 4)), localSlots]);

  return Response.json({ free: freeDays.includes(local) ? 0 : free });
}
