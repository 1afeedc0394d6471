import { type Caller, getJson } from "./api.ts";

interface Plan {
  plan: string;
  seats: number;
}

export const getPlan = (event: Caller): Promise<Plan> => getJson<Plan>(event, "/billing/plan");

export function getTaxes(event: Caller): Promise<{ region: string; rate: number }> {
  return getJson<{ region: string; rate: number }>(event, "/billing/taxes");
}

export function getInvoices(event: Caller): Promise<{ invoices: number }> {
  return getJson<{ invoices: number }>(event, "/billing/invoices");
}
