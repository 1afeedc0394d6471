import type { Session } from "./host-run.ts";

export interface Comparison {
  /** Requests whose answers and calls the app without an agent repeats byte for byte, and that were compared. */
  readonly compared: number;
  /** Requests that differ without an agent already. */
  readonly unlike: number;
  /** Requests of which the services are asked in another order each time, by the app itself: compared without the order. */
  readonly unordered: number;
  readonly calls: number;
  /** Routes whose requests were answered otherwise, or asked otherwise. */
  readonly differences: readonly string[];
}

/** @param plain the app without an agent, several times @param watched the same with it */
export function compare(plain: readonly (readonly Session[])[], watched: readonly Session[]): Comparison {
  let [compared, unlike, unordered, calls] = [0, 0, 0, 0];
  const differences: string[] = [];
  for (const [index, session] of watched.entries()) {
    const before = plain.map((run) => run[index]).filter((run) => run !== undefined);
    const answers = new Set(before.map(answersOf));
    const orders = new Set(before.map((run) => callsOf(run).join("\n\n")));
    const sets = new Set(before.map((run) => callsOf(run).toSorted().join("\n\n")));
    if (answers.size !== 1 || sets.size !== 1) {
      unlike += 1;
      continue;
    }
    compared += 1;
    calls += session.calls.length;
    const isOrdered = orders.size === 1;
    if (!isOrdered) unordered += 1;
    const mine = isOrdered ? callsOf(session) : callsOf(session).toSorted();
    if (!answers.has(answersOf(session))) differences.push(`${session.key}: answer`);
    if (!(isOrdered ? orders : sets).has(mine.join("\n\n"))) differences.push(`${session.key}: calls`);
  }
  return { compared, unlike, unordered, calls, differences };
}

const answersOf = (session: Session): string => JSON.stringify(session.answers);
const callsOf = (session: Session): readonly string[] => session.calls.map((call) => JSON.stringify(call));
