import { getJson } from "#lib/server/http.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ params }) => {
  const concert = await getJson<{ artist: string; venue: { ref: string } }>(`/concerts/${params.id}`);
  return { artist: concert.artist, venueRef: concert.venue.ref };
};
