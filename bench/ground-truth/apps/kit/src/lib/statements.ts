export interface Booking {
  id: string;
  month: string;
  shop: string;
  cents: number;
}

export interface Preferences {
  groupBy: "month" | "shop";
}

export function asCsv(bookings: Booking[]): string {
  return [
    "id;month;shop;cents",
    ...bookings.map(({ id, month, shop, cents }) => [id, month, shop, cents].join(";")),
  ].join("\n");
}

export function grouped(bookings: Booking[], by: Preferences["groupBy"]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const booking of bookings) sums[booking[by]] = (sums[booking[by]] ?? 0) + booking.cents;
  return sums;
}
