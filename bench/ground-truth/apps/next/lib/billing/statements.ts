import { request } from "@/lib/api";

export interface Customer {
  id: string;
  legalName: string;
  country: string;
  defaultCard: string;
}

export const fetchCustomer = (id: string) => request<Customer>(`/billing/customers/${id}`);
export const fetchLedger = (id: string) => request<{ at: number; cents: number }[]>(`/billing/ledger/${id}`);
export const fetchTaxRate = (country: string) => request<{ rate: number }>(`/billing/tax/${country}`);

export function statement(customer: Customer, ledger: { cents: number }[], tax: { rate: number }) {
  const net = ledger.reduce((sum, line) => sum + line.cents, 0);
  return { to: customer.legalName, net, gross: Math.round(net * (1 + tax.rate / 100)) };
}
