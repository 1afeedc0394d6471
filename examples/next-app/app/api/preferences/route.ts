import { fetchFlags, fetchLocale } from "@/lib/config";

/** Both come from a cache next door and take a millisecond or two: nothing to win by starting them together. */
export async function GET() {
  const flags = await fetchFlags();
  const locale = await fetchLocale();

  return Response.json({ flags, ...locale });
}
