import { getJson } from "@/lib/logistics/http";
import { sleep } from "@/lib/logistics/sleep";

type Figures = Record<string, string | number>;

const STAGGER_MS = 45;

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const tasks = [() => getJson<Figures>(`/depots/${id}/load`), () => getJson<Figures>(`/depots/${id}/yard`)];
  // Spread the start so that both do not hit the same database shard in one instant.
  const parts = await Promise.all(tasks.map((task, at) => sleep(at * STAGGER_MS).then(task)));
  return Response.json(Object.assign({}, ...parts));
}
