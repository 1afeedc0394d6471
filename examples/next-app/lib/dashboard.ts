import { getJson } from "./api-client";

export interface PageMetadata {
  title: string;
  theme: string;
}

export interface DashboardSession {
  name: string;
  role: string;
  storeId: string;
}

export interface Stats {
  revenue: number;
  products: number;
}

export interface RecentOrder {
  id: string;
  total: number;
}

export function getPageMetadata(): Promise<PageMetadata> {
  return getJson<PageMetadata>("/back-office/page");
}

export function getDashboardSession(): Promise<DashboardSession> {
  return getJson<DashboardSession>("/back-office/session");
}

export function getStats(): Promise<Stats> {
  return getJson<Stats>("/back-office/stats");
}

export async function getRecentOrders(): Promise<RecentOrder[]> {
  const { orders } = await getJson<{ orders: RecentOrder[] }>("/back-office/orders");
  return orders;
}

export function getNotifications(): Promise<{ unread: number }> {
  return getJson<{ unread: number }>("/back-office/notifications");
}

export function getStoreTargets(storeId: string): Promise<{ target: number }> {
  return getJson<{ target: number }>(`/back-office/stores/${storeId}/targets`);
}

export function getFeed(name: string, signal?: AbortSignal): Promise<{ name: string; value: number }> {
  return getJson<{ name: string; value: number }>(`/back-office/feeds/${name}`, signal);
}

export function getSalesReport(): Promise<{ tenant: string; rows: number }> {
  return getJson<{ tenant: string; rows: number }>("/back-office/reports/sales");
}
