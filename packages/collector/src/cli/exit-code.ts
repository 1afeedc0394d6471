/** What the exit code of a command means. A wrapped command's own code is passed through. */
export const EXIT = {
  ok: 0,
  /** The gate failed, or `doctor` found something to mend. */
  failed: 1,
  /** The command line, the configuration or a file cannot be used. */
  usage: 2,
  /** Too little was seen to say anything: never green. */
  noEvidence: 3,
  /** Weir's own failure while it wraps a command. */
  wrapping: 70,
  /** The wrapped command could not be started. */
  notStarted: 71,
  /** A tool or the network failed; the same may work later. */
  temporary: 75,
  interrupted: 130,
} as const;
