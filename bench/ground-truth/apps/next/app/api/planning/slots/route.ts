import type { NextRequest } from "next/server";
import { calendarOf, holidays, localDay, slotsOn } from "@/lib/planning/slots";

export async function GET({ nextUrl, headers }: NextRequest) {
  const day = nextUrl.searchParams.get("day") ?? "2026-03-02";

  const freeDaysPending = holidays(day.slice(0, 4));
  const calendar = await calendarOf(headers.get("x-user-id") ?? "");
  const freeDays = await freeDaysPending;
  const local = localDay(day, calendar.zone);
  const slots = await slotsOn(local);

  return Response.json({ free: freeDays.includes(local) ? 0 : slots.free });
}
