/**
 * How long the upstream takes.
 * - `plain`: exactly what the route says
 * - `jittered`: log-normal around it, sigma 0.3
 * - `heavy-tail`: log-normal, sigma 0.4, and every twentieth answer 3 to 10 times as slow
 * - `brisk`: as `jittered`, a tenth of the time: for runs so long that only counts are read from them
 * - `fast`: 1 to 5 ms, whatever the route says
 * - `slow-dependency`: plain, but one route of the app takes eight times as long
 */
export const LATENCY_MIXES = ["plain", "jittered", "brisk", "heavy-tail", "fast", "slow-dependency"] as const;

export type LatencyMix = (typeof LATENCY_MIXES)[number];

/** No answer takes longer, whatever the mix: milliseconds. */
export const MAX_LATENCY_MS = 600;

export interface LatencyQuestion {
  readonly latencyMs: number;
  /** The route's template is the one slow dependency of this app. */
  readonly slow: boolean;
  /** The same seed always gives the same latency. */
  readonly seed: string;
}

/** Milliseconds until the answer. */
export function latencyOf(mix: LatencyMix, { latencyMs, slow, seed }: LatencyQuestion): number {
  return Math.min(MAX_LATENCY_MS, DRAWN[mix](latencyMs, uniforms(seed), slow));
}

type Draw = (latencyMs: number, next: () => number, slow: boolean) => number;

const DRAWN: Readonly<Record<LatencyMix, Draw>> = {
  plain: (latencyMs) => latencyMs,
  jittered: (latencyMs, next) => latencyMs * logNormal(0.3, next),
  brisk: (latencyMs, next) => (latencyMs / 10) * logNormal(0.3, next),
  "heavy-tail": (latencyMs, next) => {
    const body = latencyMs * logNormal(0.4, next);
    return next() < 0.05 ? body * (3 + 7 * next()) : body;
  },
  fast: (_latencyMs, next) => 1 + 4 * next(),
  "slow-dependency": (latencyMs, _next, slow) => (slow ? latencyMs * 8 : latencyMs),
};

/** Median 1; Box–Muller. */
function logNormal(sigma: number, next: () => number): number {
  const radius = Math.sqrt(-2 * Math.log(Math.max(next(), 1e-12)));
  return Math.exp(sigma * radius * Math.cos(2 * Math.PI * next()));
}

/** Uniform numbers in [0, 1) from a text: FNV-1a for the state, mulberry32 for the steps. */
export function uniforms(seed: string): () => number {
  let state = 0x811c9dc5;
  for (let at = 0; at < seed.length; at++) state = Math.imul(state ^ seed.charCodeAt(at), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
