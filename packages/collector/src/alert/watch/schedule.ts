import { DAY_MS, MINUTE_MS } from "../../store/day.ts";

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;

/**
 * The last moment at or before `now` at which `Mon 09:00`, or every day's `09:00`, was on the clocks of a time zone.
 * Walks back minute by minute of wall time, so that a day with 23 or 25 hours has its digest once.
 */
export function lastScheduled(schedule: string, timezone: string, now: number): number {
  const [, day, hour = "0", minute = "0"] = /^(?:(\w{3}) )?(\d\d):(\d\d)$/.exec(schedule) ?? [];
  const wanted = Number(hour) * 60 + Number(minute);
  for (let days = 0; days <= 8; days += 1) {
    const at = wallTime(now - days * DAY_MS, timezone);
    if (day !== undefined && WEEKDAYS[at.weekday] !== day) continue;
    const moment = Math.floor((now - days * DAY_MS) / MINUTE_MS) * MINUTE_MS + (wanted - at.minutes) * MINUTE_MS;
    const exact = corrected(moment, wanted, timezone);
    if (exact <= now) return exact;
  }
  return now - 8 * DAY_MS;
}

/** A change of the clocks between the two moments shifts the result; shift it back. */
function corrected(moment: number, wanted: number, timezone: string): number {
  const off = wanted - wallTime(moment, timezone).minutes;
  const shift = off > 720 ? off - 1440 : off < -720 ? off + 1440 : off;
  return moment + shift * MINUTE_MS;
}

function wallTime(at: number, timezone: string): { readonly weekday: number; readonly minutes: number } {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: timezone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(at);
  const of = (type: string): string => parts.find((part) => part.type === type)?.value ?? "";
  return {
    weekday: WEEKDAYS.indexOf(of("weekday") as (typeof WEEKDAYS)[number]),
    minutes: Number(of("hour")) * 60 + Number(of("minute")),
  };
}
