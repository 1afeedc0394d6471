import { request } from "./request";

export interface Profile {
  id: string;
  name: string;
  email: string;
  tenant: string;
  teamId: string;
  country: string;
}

export interface Account {
  id: string;
  name: string;
  tenant: string;
  teamId: string;
  plan: "free" | "team" | "business";
  status: "active" | "suspended";
}

export interface OrderLine {
  id: string;
  total: number;
}

interface Invoice {
  number: string;
  cents: number;
}

interface Preferences {
  theme: "dark" | "light";
  locale: string;
  digest: string;
}

export const getProfile = (userId: string) => request<Profile>(`/accounts/${userId}/profile`);

export const getAccount = (userId: string) => request<Account>(`/accounts/${userId}`);

export const listRecentOrders = (userId: string, limit: number) =>
  request<OrderLine[]>(`/accounts/${userId}/orders`, { query: { limit } });

export const listInvoices = (userId: string) => request<Invoice[]>(`/accounts/${userId}/invoices`);

export const listSessions = (userId: string) =>
  request<{ id: string; browser: string }[]>(`/accounts/${userId}/sessions`);

export const listApiKeys = (userId: string) =>
  request<{ prefix: string; scopes: string[] }[]>(`/accounts/${userId}/api-keys`);

export const getPreferences = (userId: string) => request<Preferences>(`/accounts/${userId}/preferences`);

export const putPreferences = (userId: string, patch: Partial<Preferences>) =>
  request<{ ok: boolean }>(`/accounts/${userId}/preferences`, { method: "PUT", body: patch });
