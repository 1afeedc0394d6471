import { getJson, postJson, putJson } from "./api-client";

export interface Order {
  id: string;
  status: "draft" | "placed" | "confirmed" | "paid" | "shipped";
  invoiceId?: string;
  total?: number;
}

export interface Invoice {
  id: string;
  lines: number;
  pdf: string;
}

export interface OrderPage {
  orders: string[];
  next: string | null;
}

export function fetchOrder(id: string): Promise<Order> {
  return getJson<Order>(`/orders/${encodeURIComponent(id)}`);
}

export function fetchInvoice(id: string): Promise<Invoice> {
  return getJson<Invoice>(`/invoices/${id}`);
}

export function createOrder(sku: string, quantity: number): Promise<Order> {
  return postJson<Order>("/orders", { sku, quantity });
}

export function reserveStock(sku: string, quantity: number): Promise<{ sku: string }> {
  return putJson<{ sku: string }>(`/stock/${encodeURIComponent(sku)}/reservation`, { quantity });
}

export function confirmOrder(id: string): Promise<Order> {
  return putJson<Order>(`/orders/${id}`, { status: "confirmed" });
}

export function fetchOrderPage(cursor: string | null): Promise<OrderPage> {
  return getJson<OrderPage>(cursor === null ? "/orders/export" : `/orders/export?cursor=${cursor}`);
}
