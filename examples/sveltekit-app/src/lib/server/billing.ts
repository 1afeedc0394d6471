import { type Caller, getJson } from "./api.ts";

export function getPlan(event: Caller): Promise<{ plan: string; seats: number }> {
  return getJson<{ plan: string; seats: number }>(event, "/billing/plan");
}

export function getTaxes(event: Caller): Promise<{ region: string; rate: number }> {
  return getJson<{ region: string; rate: number }>(event, "/billing/taxes");
}

export function getInvoices(event: Caller): Promise<{ invoices: number }> {
  return getJson<{ invoices: number }>(event, "/billing/invoices");
}
