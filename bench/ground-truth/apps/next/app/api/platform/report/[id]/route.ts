import { bus } from "@/lib/platform/bus";
import { call } from "@/lib/platform/gateway";

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  bus.emit("report.viewed", id);

  const report = await call<{ owner: string }>(`/reports/${id}`);
  const owner = await call<{ phone: string }>(`/owners/${report.owner}`);
  return Response.json({ id, call: owner.phone });
}
