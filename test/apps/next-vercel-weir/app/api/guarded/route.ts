export async function POST(request: Request) {
  const { sku } = (await request.json()) as { sku: string };
  const answer = await fetch(`${process.env.UPSTREAM ?? ""}/stock/${sku}`, { cache: "no-store" });
  return Response.json(await answer.json());
}
