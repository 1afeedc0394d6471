import { service } from "@/lib/planning/client";

const graph = service("graph");

/** All nodes that can be reached, nearest first. */
async function reachable(start: string, limit = 12): Promise<string[]> {
  const seen = new Set<string>();
  const queue = [start];
  while (queue.length > 0 && seen.size < limit) {
    const node = queue.shift()!;
    if (seen.has(node)) continue;
    seen.add(node);
    const { next } = await graph.get<{ next: string[] }>(`/${node}`);
    queue.push(...next);
  }
  return [...seen];
}

export async function GET(_request: Request, { params }: { params: Promise<{ node: string }> }) {
  return Response.json(await reachable((await params).node));
}
