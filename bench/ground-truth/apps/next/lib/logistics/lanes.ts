import { getJson } from "./http";

export const lane = (id: string) => getJson<{ lane: string; legs: number }>(`/lanes/${id}`);
export const leg = (id: string, n: number) => getJson<{ leg: string; km: number }>(`/lanes/${id}/legs/${n}`);
