import { json, text } from "@sveltejs/kit";
import { type Booking, type Preferences, asCsv, grouped } from "#lib/statements.ts";
import { getJson } from "#lib/server/http.ts";
import type { RequestHandler } from "./$types";

export const GET: RequestHandler = async ({ params, url }) => {
  const [preferences, bookings] = await Promise.all([
    getJson<Preferences>(`/accounts/${params.account}/preferences`),
    getJson<Booking[]>(`/accounts/${params.account}/bookings`),
  ]);

  if (url.searchParams.get("format") === "csv") {
    return text(asCsv(bookings), { headers: { "content-type": "text/csv" } });
  }
  return json(grouped(bookings, preferences.groupBy));
};
