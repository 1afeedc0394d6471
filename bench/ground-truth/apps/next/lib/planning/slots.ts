import { service } from "./client";

export const calendarOf = (user: string) => service("calendar").get<{ zone: string }>(`/${user}`);
export const holidays = (year: string) => service("holidays").get<string[]>(`/${year}`);
export const slotsOn = (day: string) => service("slots").get<{ day: string; free: number }>(`/${day}`);

/** The day before, where it is still yesterday in a zone. */
export function localDay(day: string, zone: string): string {
  return new Date(`${day}T02:00:00Z`).toLocaleDateString("sv-SE", { timeZone: zone });
}
