import { ApiError, getJson } from "./api-client";

export interface CarrierRate {
  zip: string;
  days: number;
}

const ATTEMPTS = 3;

/** The carrier's service is busy now and then; a second try nearly always gets through. */
export async function fetchCarrierRate(zip: string): Promise<CarrierRate> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await getJson<CarrierRate>(`/shipping/carrier-rates?zip=${encodeURIComponent(zip)}`);
    } catch (error) {
      const busy = error instanceof ApiError && error.status === 503;
      if (!busy || attempt === ATTEMPTS) throw error;
    }
  }
}
