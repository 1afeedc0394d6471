import { json } from "@sveltejs/kit";
import { type Cart, type Price, lineOf } from "#lib/carts.ts";
import { getJson } from "#lib/server/http.ts";
import type { RequestHandler } from "./$types";

export const GET: RequestHandler = async ({ params }) => {
  const cart = await getJson<Cart>(`/carts/${params.id}`);

  const lines = [];
  for (const item of cart.items) {
    const price = await getJson<Price>(`/prices/${item.sku}`);
    lines.push(lineOf(item, price));
  }

  return json({ id: cart.id, lines, total: lines.reduce((sum, line) => sum + line.cents, 0) });
};
