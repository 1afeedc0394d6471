import { call, raw } from "@/lib/platform/gateway";

export async function POST(request: Request) {
  const { name } = (await request.json()) as { name: string };
  const created = await raw("/uploads", { method: "POST", body: { name } });
  const where = created.headers.get("location");
  if (!created.ok || where === null) return Response.json({ error: "upload refused" }, { status: 502 });
  const upload = await call<{ bytes: number }>(where);
  return Response.json({ name, bytes: upload.bytes }, { status: 201 });
}
