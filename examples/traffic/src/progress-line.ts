import type { TrafficProgress } from "./drive-traffic.ts";

export interface ProgressTarget {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

const BAR = 24;
/** Milliseconds between two updates: quick on a terminal, rare in a log. */
const TERMINAL_EVERY = 100;
const LOG_EVERY = 5000;

/** One line that is rewritten on a terminal; a plain line every few seconds anywhere else. */
export function progressLine(target: ProgressTarget, now: () => number): (progress: TrafficProgress) => void {
  const terminal = target.isTTY === true;
  let last = Number.NEGATIVE_INFINITY;
  return (progress) => {
    const done = progress.sent === progress.planned;
    if (!done && now() - last < (terminal ? TERMINAL_EVERY : LOG_EVERY)) return;
    last = now();
    target.write(terminal ? `\r${words(progress)}${done ? "\n" : ""}` : `${words(progress)}\n`);
  };
}

function words({ sent, planned, failed, seconds }: TrafficProgress): string {
  const filled = planned === 0 ? BAR : Math.floor((BAR * sent) / planned);
  const bar = "█".repeat(filled) + "░".repeat(BAR - filled);
  return `traffic ${bar} ${sent}/${planned} requests, ${failed} failed, ${seconds.toFixed(0)} s`;
}
