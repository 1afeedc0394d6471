import { getJson } from "../http.ts";

export const fetchTeam = (id: string) => getJson<{ name: string; billingAccount: string }>(`/teams/${id}`);

export const fetchUsage = (id: string) => getJson<{ minutes: number }>(`/usage/${id}`);
