import { getJson, sendJson } from "./http.ts";

export interface Basket {
  customer: string;
  country: string;
  sku: string;
  quantity: number;
}

interface Buyer {
  name: string;
  discountPercent: number;
}

interface Zone {
  shippingCents: number;
}

export const buyerOf = ({ customer }: Basket): Promise<Buyer> => getJson(`/buyers/${customer}`);

export const zoneOf = ({ country }: Basket): Promise<Zone> => getJson(`/shipping-zones/${country}`);

/** Stock first, then money, then the order: whatever fails leaves nothing half paid. */
export async function place(basket: Basket, buyer: Buyer, zone: Zone): Promise<{ number: string; state: string }> {
  const { reservation, unitCents } = await sendJson<{ reservation: string; unitCents: number }>(
    "POST",
    "/reservations",
    {
      sku: basket.sku,
      quantity: basket.quantity,
    },
  );

  const goods = Math.round(unitCents * basket.quantity * (1 - buyer.discountPercent / 100));
  await sendJson("POST", "/payments", { customer: basket.customer, cents: goods + zone.shippingCents });

  const { number } = await sendJson<{ number: string }>("POST", "/orders", { reservation, name: buyer.name });
  return getJson(`/orders/${number}`);
}
