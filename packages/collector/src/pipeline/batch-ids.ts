import { randomUUID } from "node:crypto";

/** Ids that are never used twice: a fresh name per process, and a sequence. */
export function batchIds(): () => string {
  const collector = randomUUID();
  let sequence = 0;
  return () => {
    sequence += 1;
    return `${collector}-${sequence}`;
  };
}
