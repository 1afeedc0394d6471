import type { LifeNote } from "./book.ts";
import type { Standing } from "./receivers/port.ts";

/** Ended findings a receiver may still speak of. Milliseconds. */
const REMEMBERED_MS = 7 * 86_400_000;

/** What a receiver was told of: what holds, and what ended lately. */
export function standingFor(receiver: string, lives: Iterable<LifeNote>, now: number): readonly Standing[] {
  const standing: Standing[] = [];
  for (const { life, finding, severity = "warning" } of lives) {
    const told = life.told.filter((one) => one.receiver === receiver);
    const [first] = told;
    if (finding === undefined || first === undefined) continue;
    const open = told.find(({ closed }) => closed !== true);
    if (open !== undefined) {
      standing.push({ life, finding, severity, rule: open.rule, startsAt: open.at });
    } else if (now - life.at < REMEMBERED_MS) {
      standing.push({ life, finding, severity, rule: first.rule, startsAt: first.at, endsAt: life.at });
    }
  }
  return standing;
}
