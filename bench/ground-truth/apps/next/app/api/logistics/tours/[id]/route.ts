import { stopLoader, tour } from "@/lib/logistics/tours";

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const loader = stopLoader();
  const { stops } = await tour((await params).id);

  let minutes = 0;
  for (const id of stops) {
    const stop = await loader.load(id);
    minutes += stop.minutes;
  }
  return Response.json({ stops: stops.length, minutes });
}
