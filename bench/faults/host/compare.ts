import type { Session } from "./host-run.ts";
import type { Exchange } from "./recorder.ts";

export interface Comparison {
  /** Requests whose answers and calls the app without an agent repeats byte for byte, and that were compared. */
  readonly compared: number;
  /** Requests of which that holds but for the answer's body: pages that show how long something took. Compared without it. */
  readonly timed: number;
  /** Requests that differ without an agent already, and were not compared. */
  readonly unlike: number;
  readonly calls: number;
  /** Routes whose requests were answered otherwise, or asked otherwise. */
  readonly differences: readonly string[];
}

type Written = (exchange: Exchange) => string;

const whole: Written = ({ asked, answered }) => JSON.stringify([asked, answered]);
/** A page that shows how long something took is another page each time. */
const withoutBody: Written = ({ asked, head }) => JSON.stringify([asked, head]);

/** @param plain the app without an agent, several times @param watched the same with it */
export function compare(plain: readonly (readonly Session[])[], watched: readonly Session[]): Comparison {
  const counts = { compared: 0, timed: 0, unlike: 0, calls: 0 };
  const differences: string[] = [];
  for (const [index, session] of watched.entries()) {
    const before = plain.flatMap((run) => run[index] ?? []);
    const written = [whole, withoutBody].find((one) => isSame(before.map(({ answers }) => inOrder(answers, one))));
    const isAsked = isSame(before.map(({ calls }) => inAnyOrder(calls)));
    if (written === undefined || !isAsked) {
      counts.unlike += 1;
      continue;
    }
    counts.compared += 1;
    counts.calls += session.calls.length;
    if (written !== whole) counts.timed += 1;
    const all = [...before, session];
    if (!isSame(all.map(({ answers }) => inOrder(answers, written)))) differences.push(`${session.key}: answer`);
    if (!isSame(all.map(({ calls }) => inAnyOrder(calls)))) differences.push(`${session.key}: calls`);
    else if (!isOrderKept(before, session)) differences.push(`${session.key}: order of calls`);
  }
  return { ...counts, differences };
}

const isSame = (texts: readonly string[]): boolean => new Set(texts).size === 1;
const inOrder = (exchanges: readonly Exchange[], written: Written): string => exchanges.map(written).join("\n");
const inAnyOrder = (exchanges: readonly Exchange[]): string => exchanges.map(whole).toSorted().join("\n");

/** Calls that never ran beside each other without an agent come in the same order with it. */
function isOrderKept(before: readonly Session[], session: Session): boolean {
  const [first = new Set<string>(), ...others] = before.map(({ calls }) => rowOf(calls));
  const kept = rowOf(session.calls);
  return [...first].every((pair) => kept.has(pair) || !others.every((row) => row.has(pair)));
}

/** Pairs of calls the first of which was answered before the second was made. */
function rowOf(calls: readonly Exchange[]): ReadonlySet<string> {
  const times = new Map<string, number>();
  const named = calls.map((call) => {
    const text = whole(call);
    const time = (times.get(text) ?? 0) + 1;
    times.set(text, time);
    return { ...call, name: `${text} ${time}` };
  });
  return new Set(
    named.flatMap((one) => named.filter(({ began }) => one.ended < began).map(({ name }) => `${one.name} < ${name}`)),
  );
}
