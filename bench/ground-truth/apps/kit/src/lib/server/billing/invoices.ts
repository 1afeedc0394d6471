import { getJson } from "../http.ts";

export const fetchInvoice = (account: string) =>
  getJson<{ dueCents: number; dueOn: string }>(`/billing/accounts/${account}/open-invoice`);
