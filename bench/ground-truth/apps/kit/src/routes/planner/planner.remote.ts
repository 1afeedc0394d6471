import { query } from "$app/server";
import { getJson } from "#lib/server/http.ts";

export const getShifts = query("unchecked", (week: string) =>
  getJson<{ day: string; who: string }[]>(`/shifts/${week}`),
);

export const getHolidays = query("unchecked", (year: string) =>
  getJson<{ day: string; name: string }[]>(`/holidays/${year}`),
);
