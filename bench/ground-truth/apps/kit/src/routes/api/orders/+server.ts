import { json } from "@sveltejs/kit";
import { type Basket, buyerOf, place, zoneOf } from "#lib/server/checkout.ts";
import type { RequestHandler } from "./$types";

export const POST: RequestHandler = async ({ request }) => {
  const basket = (await request.json()) as Basket;
  const buyer = await buyerOf(basket);
  const zone = await zoneOf(basket);
  const order = await place(basket, buyer, zone);
  return json(order, { status: 201 });
};
