/** Milliseconds since the Unix epoch. Passed in, so that tests own time. */
export type Clock = () => number;

/** Milliseconds since this process began; goes only forward, whatever becomes of the machine's time. */
export const steadyClock: Clock = () => performance.now();

/**
 * The wall clock, but never further ahead than the time that has really passed since now, and `slackMs`. For what
 * cannot be undone: a machine whose time jumps into next year must not let everything go that it keeps for a week.
 */
export function boundedClock(wall: Clock, steady: Clock, slackMs: number): Clock {
  const began = wall() - steady();
  return () => Math.min(wall(), began + steady() + slackMs);
}
