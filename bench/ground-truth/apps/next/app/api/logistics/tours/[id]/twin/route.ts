import { stopLoader, tour } from "@/lib/logistics/tours";

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const loader = stopLoader();
  const { stops } = await tour((await params).id);

  const loaded = await Promise.all(stops.map((id) => loader.load(id)));
  return Response.json({ stops: stops.length, minutes: loaded.reduce((sum, stop) => sum + stop.minutes, 0) });
}
