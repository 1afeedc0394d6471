import { raw } from "@/lib/platform/gateway";

export async function PUT(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { title } = (await request.json()) as { title: string };

  const current = await raw(`/articles/${id}`);
  const version = current.headers.get("etag");

  const saved = await raw(`/articles/${id}`, {
    method: "PUT",
    body: { title },
    headers: version === null ? {} : { "if-match": version },
  });
  return Response.json(await saved.json(), { status: saved.status });
}
