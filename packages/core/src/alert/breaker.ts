/** Failures in a row after which a receiver is left alone. */
export const BREAK_AFTER = 20;
/** After so long one message is tried again. Milliseconds. */
export const PROBE_AFTER_MS: number = 30 * 60_000;

/** How a receiver has been doing. */
export interface ReceiverHealth {
  readonly failures: number;
  /** It is disabled since then. */
  readonly disabledAt?: number;
  /** It said that nobody is there any more; only a person switches it on again. */
  readonly gone?: boolean;
  readonly failingSince?: number;
  readonly reason?: string;
  readonly lastSuccessAt?: number;
  readonly lastFailureAt?: number;
}

export const HEALTHY: ReceiverHealth = { failures: 0 };

export function afterSuccess({ lastFailureAt }: ReceiverHealth, at: number): ReceiverHealth {
  return { failures: 0, lastSuccessAt: at, ...(lastFailureAt === undefined ? {} : { lastFailureAt }) };
}

/** `gone`: the receiver answered that it will never take a message again (410). */
export function afterFailure(health: ReceiverHealth, at: number, reason: string, gone: boolean): ReceiverHealth {
  const failures = health.failures + 1;
  const disabled = gone || failures >= BREAK_AFTER;
  return {
    ...health,
    failures,
    lastFailureAt: at,
    failingSince: health.failingSince ?? at,
    reason,
    // A probe that fails starts the pause anew.
    ...(disabled ? { disabledAt: at } : {}),
    ...(gone ? { gone } : {}),
  };
}

/** May a message be sent now? A disabled receiver gets a probe once in a while, one that is gone nothing. */
export function maySend({ disabledAt, gone }: ReceiverHealth, now: number): boolean {
  if (gone === true) return false;
  return disabledAt === undefined || now >= disabledAt + PROBE_AFTER_MS;
}
