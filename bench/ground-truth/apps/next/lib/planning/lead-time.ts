import { service } from "./client";

const parts = service("parts");
const suppliers = service("suppliers");

export interface LeadTime {
  sku: string;
  days: number;
}

export async function leadTimeOf(sku: string): Promise<LeadTime> {
  const { supplierId } = await parts.get<{ supplierId: string }>(`/${sku}/stock`);
  const { days } = await suppliers.get<{ days: number }>(`/${supplierId}/lead-time`);
  return { sku, days };
}
