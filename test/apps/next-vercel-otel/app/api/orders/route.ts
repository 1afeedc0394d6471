const upstream = process.env.UPSTREAM ?? "";

export async function GET() {
  const prices = await fetch(`${upstream}/prices`, { cache: "no-store" }).then((answer) => answer.json());
  const stock = await fetch(`${upstream}/stock`, { cache: "no-store" }).then((answer) => answer.json());
  return Response.json({ prices, stock });
}
