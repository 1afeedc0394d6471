import type { PlannedVisit } from "../drive/run-plan.ts";
import { sendVisit } from "./send-visit.ts";

export interface SentCounts {
  readonly sent: number;
  /** Answers with a status that is not part of a case's plan, by case and status. */
  readonly unexpected: Readonly<Record<string, number>>;
}

export interface SendAllOptions {
  readonly base: string;
  readonly concurrency: number;
  readonly onSent?: (sent: number) => void;
}

/** Sends visits in order, so many at a time. A visit that fails is counted, not repeated. */
export async function sendAll(visits: Iterable<PlannedVisit>, options: SendAllOptions): Promise<SentCounts> {
  const { base, concurrency, onSent } = options;
  const iterator = visits[Symbol.iterator]();
  const unexpected: Record<string, number> = {};
  let sent = 0;
  const worker = async (): Promise<void> => {
    for (let next = iterator.next(); next.done !== true; next = iterator.next()) {
      const { id, role, request, statuses } = next.value;
      const status = await sendVisit(request, { base }).then(
        (answer) => answer.status,
        (error: unknown) => (error instanceof Error ? error.name : "failed"),
      );
      if (typeof status === "string" || !statuses.includes(status)) {
        const key = `${id} ${role}: ${status}`;
        unexpected[key] = (unexpected[key] ?? 0) + 1;
      }
      onSent?.(++sent);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return { sent, unexpected };
}
