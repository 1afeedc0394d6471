import type { Channel } from "./channel.ts";
import { BUCKETS, DISTINCTIVE_BITS, STATUS_FIELD } from "./data-facts.ts";
import type { EvidenceSum } from "./evidence-sum.ts";

/** Distinct responses of A below which nothing can be said to be free of it. */
const VARIED = 3;
/** Share of requests in which a source has to fit. */
const FITS = 0.98;

interface Candidate {
  readonly kind: string;
  readonly path: string;
  readonly count: number;
}

interface Position {
  readonly name: string;
  readonly seen: number;
  readonly candidates: readonly Candidate[];
  readonly bits: number;
  /** A place of the inbound request fits every time, but not so surely that it would be the source. */
  readonly isDoubtful: boolean;
}

export interface Variation {
  readonly requests: number;
  readonly responses: number;
  readonly principals: number;
}

/** How much of the traffic's variety the values were seen in; lower bounds that saturate at 8. */
export function variationOf(evidence: EvidenceSum): Variation {
  return {
    requests: evidence.count("v|n"),
    responses: filled(evidence, RESPONSES),
    principals: filled(evidence, PRINCIPALS),
  };
}

/**
 * Does B carry something only A's response has? `present` by one distinctive match, or by weaker ones that hold over
 * responses that differ. `absent` only if every position of B is explained without A while A varied, or if A's body had
 * never been read when B started. A value that A has *and* that was there before is an echo: B could take it from there.
 */
export function judgeData(evidence: EvidenceSum): Channel {
  const match = distinctiveMatch(evidence);
  if (match !== undefined) return match;
  if (evidence.count("v|n") === 0) return { state: "unobserved", reason: "data.not-recorded" };
  const variation = variationOf(evidence);
  const positions = positionsOf(evidence);
  const follows = positions.find((position) => followsFromA(position, variation, positions));
  if (follows !== undefined) {
    const path = fittingPaths(follows, "a", FITS)[0] ?? "";
    return {
      state: "present",
      reason: "data.value-follows",
      detail: { slot: follows.name, path, requests: follows.seen },
    };
  }
  const isCarried = positions.some(({ candidates }) => candidates.some(({ kind }) => kind === "a"));
  // A value can come from A's headers without anything of its body having been read, and be worked out from its status.
  if (!isCarried && evidence.count("v|unread") >= variation.requests && statusesOf(evidence) <= 1)
    return { state: "absent", reason: "data.body-unread" };
  if (evidence.count("v|cut") > 0) return { state: "unobserved", reason: "data.too-many-positions" };
  return judgePositions(positions, variation);
}

function judgePositions(positions: readonly Position[], { responses, requests }: Variation): Channel {
  let echo: Position | undefined;
  for (const position of positions) {
    const detail = { slot: position.name };
    const isCarried = fittingPaths(position, "a", FITS).length > 0;
    if (!isExplained(position, isCarried ? BEFORE_A : ANYWHERE)) {
      return { state: "unobserved", reason: isCarried ? "data.weak-match" : "data.unexplained", detail };
    }
    if (isCarried) echo ??= position;
  }
  if (responses < VARIED)
    return { state: "unobserved", reason: "data.response-never-varied", detail: { responses, requests } };
  if (echo !== undefined) return { state: "absent", reason: "data.echo", detail: { slot: echo.name } };
  return { state: "absent", reason: "data.explained", detail: { positions: positions.length, requests } };
}

function distinctiveMatch(evidence: EvidenceSum): Channel | undefined {
  for (const field of evidence.fields("v|dep|")) {
    const [, , slot = "", path = ""] = field.split("|");
    return { state: "present", reason: "data.value-in-later", detail: { slot, path } };
  }
  return undefined;
}

/** Sources that were there before A began. Another response counts too where A does not carry the value itself. */
const BEFORE_A = ["in", "clock", "constant", "prior"] as const;
const ANYWHERE = [...BEFORE_A, "other"] as const;

/** One and the same source fits in every request: strict intersection. */
function isExplained(position: Position, kinds: readonly string[]): boolean {
  return kinds.some((kind) => fittingPaths(position, kind, 1).length > 0);
}

function fittingPaths({ seen, candidates }: Position, kind: string, share: number): readonly string[] {
  return candidates.filter((one) => one.kind === kind && one.count >= share * seen).map(({ path }) => path);
}

/**
 * A source in A that fits nearly always, while A's responses differed, and nothing else that does. The bits are summed
 * over the different values of the position, which makes `2^-bits` the chance that all of them agree by accident: with
 * `r0 = 2^-(bits/n)`, `LLR = n (r1 ln(r1/r0) + (1-r1) ln((1-r1)/(1-r0)))` is `bits ln 2` less what the misses take away.
 * Present if it reaches `ln(paths * positions * 10^4)`, the log-likelihood ratio against shuffled traces (value
 * correlation as in k6 Studio and BlazeMeter), and the bits add up to a distinctive match.
 */
function followsFromA(position: Position, { responses }: Variation, positions: readonly Position[]): boolean {
  if (responses < VARIED || position.isDoubtful || isExplained(position, BEFORE_A)) return false;
  const sources = position.candidates.filter(({ kind }) => kind === "a");
  const fit = Math.max(0, ...sources.map(({ count }) => count / position.seen));
  if (fit < FITS || position.bits < DISTINCTIVE_BITS) return false;
  const r1 = Math.min(fit, 1);
  const missed = r1 < 1 ? position.seen * (r1 * Math.log(r1) + (1 - r1) * Math.log(1 - r1)) : 0;
  const ratio = r1 * position.bits * Math.LN2 + missed;
  return ratio >= Math.log(sources.length * positions.length * 1e4);
}

/** Length of the family's prefix. */
const SLOT = "v|s|".length;

function positionsOf(evidence: EvidenceSum): readonly Position[] {
  const names = new Map<string, Candidate[]>();
  for (const field of evidence.fields("v|s|")) {
    const kindAt = field.indexOf("|", SLOT) + 1;
    const name = kindAt === 0 ? field.slice(SLOT) : field.slice(SLOT, kindAt - 1);
    let candidates = names.get(name);
    if (candidates === undefined) {
      candidates = [];
      names.set(name, candidates);
    }
    if (kindAt === 0) continue;
    const pathAt = field.indexOf("|", kindAt) + 1;
    candidates.push({
      kind: field.slice(kindAt, pathAt - 1),
      path: field.slice(pathAt),
      count: evidence.count(field),
    });
  }
  return [...names].map(([name, candidates]) => positionOf(evidence, name, candidates));
}

function positionOf(evidence: EvidenceSum, name: string, told: readonly Candidate[]): Position {
  const seen = evidence.count(`v|s|${name}`);
  const settled = withDoubtful(evidence, name, told);
  return {
    name,
    seen,
    candidates: settled.filter(({ kind }) => kind !== "in?"),
    bits: evidence.count(`v|b|${name}`),
    isDoubtful: settled.some(({ kind, count }) => kind === "in?" && count >= seen),
  };
}

/**
 * What was doubtful in single requests, because a response fitted better, over all of them. A place of the inbound request
 * that fitted each time explains the position once its bits, summed over different values like those of a response, make
 * that no accident. A constant is one as long as no field of A's was the same as often: then it is no match but a rule.
 */
function withDoubtful(evidence: EvidenceSum, name: string, told: readonly Candidate[]): readonly Candidate[] {
  if (!told.some(({ kind }) => kind.endsWith("?"))) return told;
  const seen = evidence.count(`v|s|${name}`);
  const isCarried = told.some(({ kind, count }) => kind === "a" && count >= FITS * seen);
  const sums = new Map<string, Candidate>();
  for (const candidate of told) {
    const isPlace = candidate.kind.startsWith("in");
    const kind = candidate.kind.replace("?", "");
    const sure = isPlace ? evidence.count(`v|w|${name}|${candidate.path}`) >= DISTINCTIVE_BITS : !isCarried;
    const known = sums.get(`${kind} ${candidate.path}`);
    const isOpen = (candidate.kind.endsWith("?") && !sure) || known?.kind.endsWith("?") === true;
    sums.set(`${kind} ${candidate.path}`, {
      kind: isOpen ? `${kind}?` : kind,
      path: candidate.path,
      count: candidate.count + (known?.count ?? 0),
    });
  }
  return [...sums.values()];
}

function statusesOf(evidence: EvidenceSum): number {
  return evidence.fields(STATUS_FIELD).length;
}

const RESPONSES = bucketFields("v|r|");
const PRINCIPALS = bucketFields("v|p|");

function bucketFields(prefix: string): readonly string[] {
  return Array.from({ length: BUCKETS }, (_, bucket) => prefix + bucket);
}

function filled(evidence: EvidenceSum, buckets: readonly string[]): number {
  let count = 0;
  for (const bucket of buckets) if (evidence.count(bucket) > 0) count += 1;
  return count;
}
