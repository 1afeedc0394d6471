import {
  type Finding,
  type FindingDocument,
  type Life,
  mergeSketches,
  type PairProfile,
  quantile,
  rememberedStatus,
  type Sketch,
  waitPerMinute,
} from "@weir/core";
import type {
  FindingAggregate,
  FindingPresence,
  FindingState,
  RoutePresence,
  VersionAggregate,
  Window,
} from "../../store/port.ts";
import { iso, ms, rounded } from "../iso.ts";
import { savedOf } from "../saved.ts";
import { observedMinutes } from "../window.ts";
import { judge, type Judgement } from "./judge.ts";
import { statusOf } from "./lifecycle.ts";
import type { FindingPolicy } from "./policy.ts";

/** Everything the store knows about one finding of one app. */
export interface FindingFacts {
  readonly fingerprint: string;
  readonly service: string;
  readonly env: string;
  /** Per route and version, of the window. */
  readonly rows: readonly FindingAggregate[];
  /** Of all time. */
  readonly seen: readonly FindingPresence[];
  readonly traffic: readonly RoutePresence[];
  readonly versions: readonly VersionAggregate[];
  readonly state: FindingState | undefined;
  /** What is remembered of it beyond counts. */
  readonly life: Life | undefined;
  readonly document: FindingDocument;
  /** Evidence of the newest version that showed it. */
  readonly profile: (pair: string) => PairProfile | undefined;
}

/** A finding judged and ranked. What only who reads it needs is made when it is first looked at. */
export interface AssembledFinding {
  readonly finding: Finding;
  readonly status: Finding["status"];
  readonly tier: Finding["tier"];
  /** Milliseconds of user wait per minute; 0 for what is not there any more. */
  readonly waitPerMinute: number;
  /** Route keys on which the window's requests showed it. */
  readonly routes: readonly string[];
  readonly document: FindingDocument;
  readonly judgement: Judgement;
  readonly facts: FindingFacts;
  readonly duration: Sketch;
  readonly savedLow: Sketch;
  /** Where it was seen first. */
  readonly first: { readonly firstSeen: number; readonly version: string };
}

/** Puts a finding together out of counts, evidence and decisions. */
export function assembleFinding(
  facts: FindingFacts,
  window: Window,
  now: number,
  policy: FindingPolicy,
): AssembledFinding {
  const { document, rows } = facts;
  const judgement = judge(document, facts.profile);
  const { tier } = judgement;
  const duration = mergeSketches(rows.map((row) => row.duration));
  const savedLow = mergeSketches(rows.map((row) => row.savedLow));
  const requestsPerMinute =
    requestsOf(facts) / observedMinutes(window, Math.min(...rows.map(({ firstSeen }) => firstSeen)), now);
  const possible = waitPerMinute({ savedLow, requestsPerMinute, tier });
  const counted = statusOf({ ...facts, duration, savedLow, now, tier, waitPerMinute: possible }, policy);
  const status = rememberedStatus(counted, facts.life);
  const wait = status === "resolved" || status === "stale" ? 0 : possible;
  let finding: Finding | undefined;
  const assembled = {
    status,
    tier,
    waitPerMinute: rounded(wait),
    routes: [...new Set(rows.map(({ routeKey }) => routeKey))],
    document,
    judgement,
    facts,
    duration,
    savedLow,
    first: firstOf(facts) ?? { firstSeen: window.from, version: "" },
  };
  return {
    ...assembled,
    get finding() {
      finding ??= describe(assembled);
      return finding;
    },
  };
}

function describe(assembled: Omit<AssembledFinding, "finding">): Finding {
  const { facts, document, judgement, status, first, duration, savedLow } = assembled;
  const { rows, seen } = facts;
  const savedHigh = mergeSketches(rows.map((row) => row.savedHigh));
  return {
    fingerprint: facts.fingerprint,
    kind: document.kind,
    tier: judgement.tier,
    status,
    service: facts.service,
    env: facts.env,
    routes: assembled.routes,
    calls: document.calls,
    startTogether: document.startTogether,
    ...(document.after.length === 0 ? {} : { after: document.after }),
    edges: judgement.edges,
    saved: savedOf({ duration, savedLow, savedHigh }),
    waitPerMinute: assembled.waitPerMinute,
    requests: requestsOf(facts),
    firstSeen: iso(first.firstSeen),
    lastSeen: iso(Math.max(...[...seen, ...rows].map(({ lastSeen }) => lastSeen))),
    ...(first.version === "" ? {} : { version: first.version }),
    ...(document.place === undefined ? {} : { place: document.place }),
    ...(document.patch === undefined || judgement.withdrawn ? {} : { patch: document.patch }),
    ...(status !== "resolved" || facts.life?.gain === undefined ? {} : { gain: facts.life.gain }),
  };
}

function requestsOf({ rows }: FindingFacts): number {
  return rows.reduce((sum, { requests }) => sum + requests, 0);
}

function firstOf({ seen, rows }: FindingFacts): AssembledFinding["first"] | undefined {
  return [...seen, ...rows].sort((a, b) => a.firstSeen - b.firstSeen)[0];
}

/** The lower bound of the median saving, as `Finding.saved` says it. Milliseconds. */
export function typicalSaving({ savedLow }: AssembledFinding): number {
  return ms(quantile(savedLow, 0.5));
}
