import type { Micros } from "../model/time.ts";

const DAY = 86_400_000_000;

/**
 * A moment as ISO 8601 in UTC with milliseconds, by calendar arithmetic: core has no clock, and a `Date` is one.
 * Days to year, month, day as in H. Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`.
 */
export function isoTime(micros: Micros): string {
  const days = Math.floor(micros / DAY);
  const inDay = micros - days * DAY;
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1_460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * ofYear + 2) / 153);
  const day = ofYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const millis = Math.floor(inDay / 1000);
  const pad = (value: number, length = 2): string => String(value).padStart(length, "0");
  const clock = `${pad(Math.floor(millis / 3_600_000))}:${pad(Math.floor(millis / 60_000) % 60)}:${pad(Math.floor(millis / 1000) % 60)}`;
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}T${clock}.${pad(millis % 1000, 3)}Z`;
}
