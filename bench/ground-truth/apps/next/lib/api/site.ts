import { request } from "./request";

export const getAnnouncements = () => request<{ id: string; title: string }[]>("/announcements");

export const getBranding = (tenant: string) =>
  request<{ tenant: string; accent: string; logo: string }>(`/tenants/${tenant}/branding`);

export const getAvatar = (hash: string) => request<{ url: string; size: number }>(`/avatars/${hash}`);
