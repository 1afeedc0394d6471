import { getJson } from "./http";

export interface ShipmentPage {
  page: number;
  pages: number;
  rows: string[];
}

export const shipmentPage = (depot: string, page: number) =>
  getJson<ShipmentPage>("/shipments", { depot, page: String(page) });
