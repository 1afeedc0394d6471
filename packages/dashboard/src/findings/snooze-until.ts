export type SnoozeFor = "1d" | "7d" | "30d";

const DAY = 86_400_000;

/** When a finding comes back, ISO 8601. `now` in ms since the Unix epoch. */
export function untilOf(span: SnoozeFor, now: number): string {
  return new Date(now + Number.parseInt(span, 10) * DAY).toISOString();
}
