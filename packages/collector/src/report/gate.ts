import type { Finding } from "@weir/core";
import type { AcceptedFinding } from "./accepted-file.ts";
import type { Baseline } from "./baseline.ts";
import type { Assertion, Estimator, GateConfig, Level } from "./gate-config.ts";
import { matchesRoute } from "./route-glob.ts";

/**
 * What a finding is to the gate. `too-few`: it would count, had more requests shown it. `review`: not sure enough to
 * fail anybody. `small`: below the limit.
 */
export type GateState = "new" | "worse" | "known" | "accepted" | "small" | "review" | "too-few";

export interface GateOutcome {
  readonly finding: Finding;
  readonly state: GateState;
  readonly level: Level;
  /** The saving that was held against the limit. Milliseconds. */
  readonly saved: number;
  /** What the baseline said of it. Milliseconds. */
  readonly before?: number;
  readonly accepted?: AcceptedFinding;
}

export interface GateInput {
  readonly findings: readonly Finding[];
  readonly config: GateConfig;
  readonly baseline: Baseline | undefined;
  /** Entries that hold today. */
  readonly accepted: ReadonlyMap<string, AcceptedFinding>;
}

/** Worse by a quarter and by so much is no noise. */
const WORSE_SHARE = 1.25;
const WORSE_MS = 30;

/** What holds before any rule of the user's: what source and run agree on, and a tenth of a blink is nobody's concern. */
const DEFAULT: Omit<Rule, "counts"> = {
  new: "error",
  worse: "error",
  savedP50: 50,
  savedShare: 0,
};

/** Judges every finding; errors first, then by what could be saved. */
export function judgeGate(input: GateInput): readonly GateOutcome[] {
  return input.findings
    .map((finding) => outcomeOf(finding, input))
    .sort(
      (a, b) =>
        rank(a.level) - rank(b.level) || b.saved - a.saved || compare(a.finding.fingerprint, b.finding.fingerprint),
    );
}

function outcomeOf(finding: Finding, { config, baseline, accepted }: GateInput): GateOutcome {
  const saved = savedBy(finding, config.estimator);
  const before = baseline?.findings.get(finding.fingerprint)?.saved;
  const base = { finding, saved, ...(before === undefined ? {} : { before }) };
  const entry = accepted.get(finding.fingerprint);
  if (entry !== undefined) return { ...base, state: "accepted", level: "off", accepted: entry };
  const rule = strictest(finding, config);
  if (saved <= rule.savedP50 || finding.saved.share < rule.savedShare) return { ...base, state: "small", level: "off" };
  if (!rule.counts) return { ...base, state: "review", level: "off" };
  const state = before === undefined ? "new" : isWorse(saved, before) ? "worse" : "known";
  if (state === "known") return { ...base, state, level: "off" };
  const level = state === "new" ? rule.new : rule.worse;
  // Said after the rules: what they do not mind needs no more requests either.
  if (finding.requests < config.minRequests && level !== "off") return { ...base, state: "too-few", level };
  return { ...base, state, level };
}

export function savedBy({ saved: { p50 } }: Pick<Finding, "saved">, estimator: Estimator): number {
  if (estimator === "median") return (p50.low + p50.high) / 2;
  return estimator === "optimistic" ? p50.high : p50.low;
}

export function isWorse(now: number, before: number): boolean {
  return now > before * WORSE_SHARE && now > before + WORSE_MS;
}

interface Rule {
  readonly new: Level;
  readonly worse: Level;
  /** Milliseconds. */
  readonly savedP50: number;
  readonly savedShare: number;
  /** Sure enough to fail anybody. */
  readonly counts: boolean;
}

/** A finding on several routes is judged by the strictest of their rules. */
function strictest(finding: Finding, config: GateConfig): Rule {
  const rules = finding.routes.map((route) => ruleFor(finding, route, config.assert));
  return rules.reduce(
    (a, b) => (strictness(b) < strictness(a) ? b : a),
    rules[0] ?? ruleFor(finding, "", config.assert),
  );
}

function strictness(rule: Rule): number {
  return (rule.counts ? 0 : 10) + rank(rule.new) + rank(rule.worse);
}

function ruleFor(finding: Finding, route: string, assertions: readonly Assertion[]): Rule {
  // Only what is proven fails anybody who did not ask for more.
  let rule: Rule = { ...DEFAULT, counts: finding.tier === "proven" };
  for (const assertion of assertions) {
    if (!applies(assertion, finding, route)) continue;
    const both = assertion.level;
    rule = {
      new: assertion.new ?? both ?? rule.new,
      worse: assertion.worse ?? both ?? rule.worse,
      savedP50: assertion.savedP50 ?? rule.savedP50,
      savedShare: assertion.savedShare ?? rule.savedShare,
      counts: rule.counts || assertion.tier !== undefined,
    };
  }
  return finding.tier === "unknown" ? { ...rule, counts: false } : rule;
}

function applies({ routes, tier, kind }: Assertion, finding: Finding, route: string): boolean {
  return (
    (routes === undefined || routes.some((glob) => matchesRoute(glob, route))) &&
    (tier === undefined || tier.includes(finding.tier)) &&
    (kind === undefined || kind.includes(finding.kind))
  );
}

function rank(level: Level): number {
  return level === "error" ? 0 : level === "warn" ? 1 : 2;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
