import { json } from "@sveltejs/kit";
import { type Cart, type Price, lineOf } from "#lib/carts.ts";
import { getJson } from "#lib/server/http.ts";
import type { RequestHandler } from "./$types";

export const GET: RequestHandler = async ({ params }) => {
  const cart = await getJson<Cart>(`/carts/${params.id}`);
  const lines = await Promise.all(
    cart.items.map(async (item) => lineOf(item, await getJson<Price>(`/prices/${item.sku}`))),
  );

  return json({ id: cart.id, lines, total: lines.reduce((sum, line) => sum + line.cents, 0) });
};
