import { service } from "@/lib/planning/client";

export const dynamic = "force-dynamic";

const kpi = service("kpi");

async function region(name: string) {
  const { table } = await kpi.get<{ table: string }>(`/${name}/source`);
  const { rows } = await kpi.get<{ rows: number }>(`/${name}/rows`, { table });
  return [name, rows] as const;
}

export async function GET() {
  return Response.json(Object.fromEntries(await Promise.all(["north", "south"].map(region))));
}
