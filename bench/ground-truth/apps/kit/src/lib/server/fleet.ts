import { getJson } from "./http.ts";

export interface Device {
  id: string;
  region: "eu" | "us" | "ap";
  firmware: string;
  openTickets: number;
}

export const deviceOf = (id: string) => getJson<Device>(`/devices/${id}`);

export const regionHealth = (region: Device["region"]) => getJson<{ status: string }>(`/regions/${region}/health`);

export const latestIncidents = () => getJson<{ id: string; text: string }[]>("/incidents?limit=5");
