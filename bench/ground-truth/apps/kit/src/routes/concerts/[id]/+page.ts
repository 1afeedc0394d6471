import type { PageLoad } from "./$types";

export const load: PageLoad = async ({ data, fetch }) => {
  const [, city, number] = /^(\w+)-(\d+)$/.exec(data.venueRef) ?? [];
  const response = await fetch(`/api/venues/${city}/${number}`);
  return { ...data, venue: (await response.json()) as { name: string; seats: number } };
};
