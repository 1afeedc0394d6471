import {
  type Finding,
  type FindingDocument,
  type Life,
  mergeSketches,
  type PairProfile,
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
import { iso, rounded } from "../iso.ts";
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

export interface AssembledFinding {
  readonly finding: Finding;
  readonly document: FindingDocument;
  readonly judgement: Judgement;
  readonly facts: FindingFacts;
  readonly savedLow: Sketch;
}

/** Puts a finding together out of counts, evidence and decisions. */
export function assembleFinding(
  facts: FindingFacts,
  window: Window,
  now: number,
  policy: FindingPolicy,
): AssembledFinding {
  const { document, rows, seen } = facts;
  const judgement = judge(document, facts.profile);
  const sketches = {
    duration: mergeSketches(rows.map(({ duration }) => duration)),
    savedLow: mergeSketches(rows.map(({ savedLow }) => savedLow)),
    savedHigh: mergeSketches(rows.map(({ savedHigh }) => savedHigh)),
  };
  const { tier } = judgement;
  const requests = rows.reduce((sum, row) => sum + row.requests, 0);
  const requestsPerMinute =
    requests / observedMinutes(window, Math.min(...rows.map(({ firstSeen }) => firstSeen)), now);
  const possible = waitPerMinute({ savedLow: sketches.savedLow, requestsPerMinute, tier });
  const counted = statusOf({ ...facts, ...sketches, now, tier, waitPerMinute: possible }, policy);
  const status = rememberedStatus(counted, facts.life);
  const wait = status === "resolved" || status === "stale" ? 0 : possible;
  const everywhere = [...seen, ...rows].sort((a, b) => a.firstSeen - b.firstSeen);
  const [first] = everywhere;
  const finding: Finding = {
    fingerprint: facts.fingerprint,
    kind: document.kind,
    tier: judgement.tier,
    status,
    service: facts.service,
    env: facts.env,
    routes: [...new Set(rows.map(({ routeKey }) => routeKey))],
    calls: document.calls,
    startTogether: document.startTogether,
    ...(document.after.length === 0 ? {} : { after: document.after }),
    edges: judgement.edges,
    saved: savedOf(sketches),
    waitPerMinute: rounded(wait),
    requests,
    firstSeen: iso(first?.firstSeen ?? window.from),
    lastSeen: iso(Math.max(...everywhere.map(({ lastSeen }) => lastSeen))),
    ...(first === undefined || first.version === "" ? {} : { version: first.version }),
    ...(document.place === undefined ? {} : { place: document.place }),
    ...(document.patch === undefined || judgement.withdrawn ? {} : { patch: document.patch }),
    ...(status !== "resolved" || facts.life?.gain === undefined ? {} : { gain: facts.life.gain }),
  };
  return { finding, document, judgement, facts, savedLow: sketches.savedLow };
}
