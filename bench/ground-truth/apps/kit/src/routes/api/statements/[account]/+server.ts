import { json, text } from "@sveltejs/kit";
import { type Booking, type Preferences, asCsv, grouped } from "#lib/statements.ts";
import { getJson } from "#lib/server/http.ts";
import type { RequestHandler } from "./$types";

export const GET: RequestHandler = async ({ params, url }) => {
  const preferences = await getJson<Preferences>(`/accounts/${params.account}/preferences`);

  if (url.searchParams.get("format") === "csv") {
    const bookings = await getJson<Booking[]>(`/accounts/${params.account}/bookings`);
    return text(asCsv(bookings), { headers: { "content-type": "text/csv" } });
  }

  const bookings = await getJson<Booking[]>(`/accounts/${params.account}/bookings`);
  return json(grouped(bookings, preferences.groupBy));
};
