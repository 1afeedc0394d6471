import { toMillis } from "@weir/core";

/** A moment in milliseconds as the API writes it. */
export function iso(at: number): string {
  return new Date(at).toISOString();
}

/** Microseconds as the API's milliseconds: whole microseconds, so that equal values read equal. */
export function ms(micros: number): number {
  return toMillis(Math.round(micros));
}

/** Rates and shares, without digits nobody can use. */
export function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
