const upstream = process.env.UPSTREAM ?? "";

async function ask(path: string): Promise<unknown> {
  const answer = await fetch(`${upstream}${path}`, { cache: "no-store" });
  return answer.json();
}

/** Prices and stock have nothing to do with one another. */
export async function GET() {
  const prices = await ask("/prices");
  const stock = await ask("/stock");
  return Response.json({ prices, stock });
}

/** What is ordered stands in the body of the request. */
export async function POST(request: Request) {
  const { sku } = (await request.json()) as { sku: string };
  const prices = await ask("/prices");
  const stock = await ask(`/stock/${sku}`);
  return Response.json({ prices, stock });
}
