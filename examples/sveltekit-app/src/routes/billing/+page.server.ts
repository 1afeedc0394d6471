import { getPlan, getTaxes } from "#lib/server/billing.ts";
import type { Actions } from "./$types";

const PRICE_PER_SEAT: Record<string, number> = { free: 0, team: 6, business: 11 };

export const actions: Actions = {
  preview: async (event) => {
    const form = await event.request.formData();
    const seats = Number(form.get("seats") ?? 1);
    const plan = await getPlan(event);
    const taxes = await getTaxes(event);

    const net = seats * (PRICE_PER_SEAT[plan.plan] ?? 0);
    return { seats, total: net * (1 + taxes.rate) };
  },
};
