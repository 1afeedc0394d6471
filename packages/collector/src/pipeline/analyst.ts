import {
  analyseRequest,
  assembleRequests,
  type Request,
  type RequestAnalysis,
  routeKey,
  type Span,
  toTraceView,
  withSaidReads,
} from "@weir/core";
import { packSpans, packView } from "../api/traces/trace-bytes.ts";
import type { SourceReader } from "../source/port.ts";
import type { Document, Store, StoredTrace } from "../store/port.ts";
import type { Clock } from "../clock.ts";
import { Admission, type AdmissionCounts } from "./admission.ts";
import { Documents, digest } from "./documents.ts";
import { heedingProfiles } from "../overrides/heeding-profiles.ts";
import { OverrideWatch } from "../overrides/override-watch.ts";
import { ExemplarChoice } from "./exemplar-choice.ts";
import { Profiles } from "./profiles.ts";
import { RememberedSightings } from "./remembered-sightings.ts";
import { joinRows, type Rows, rowsOf } from "./rows.ts";
import { Sites } from "./sites.ts";

/** Raw spans of an exemplar are kept up to this many; a longer trace keeps its analysed view only. */
const MAX_EXEMPLAR_SPANS = 5_000;

/** Everything one closed trace adds to the store. */
export interface AnalysedTrace {
  readonly analyses: readonly RequestAnalysis[];
  readonly rows: Rows;
  readonly documents: readonly Document[];
  readonly traces: readonly StoredTrace[];
}

/** Turns the spans of a closed trace into what the store keeps. Detection itself is `@weir/core`'s. */
export class Analyst {
  readonly #sites: Sites;
  readonly #documents: Documents;
  readonly #profiles: Profiles;
  readonly #sightings = new RememberedSightings();
  readonly #exemplars = new ExemplarChoice();
  readonly #admission = new Admission();
  readonly #clock: Clock;
  readonly #overrides: OverrideWatch;

  /** `rereadMs`: how old evidence may get where other collectors add to it. */
  constructor(parts: {
    readonly store: Store;
    readonly sources: SourceReader;
    readonly clock: Clock;
    readonly rereadMs?: number | undefined;
  }) {
    this.#sites = new Sites(parts.sources);
    this.#documents = new Documents(parts.sources);
    this.#profiles = new Profiles(parts.store, parts.clock, parts.rereadMs);
    this.#clock = parts.clock;
    this.#overrides = new OverrideWatch(parts.store, parts.clock);
  }

  /** Requests that were left out or counted together at a bound. */
  get admission(): AdmissionCounts {
    return this.#admission.counts;
  }

  /** Looks of requests that were forgotten at the bound. */
  get forgotten(): number {
    return this.#sightings.evicted;
  }

  /** Call when source files arrived: what was mapped without them is asked again. */
  sourcesChanged(): void {
    this.#sites.forget();
    this.#documents.forget();
  }

  /**
   * The requests of a trace with mapped frames. Everything the analysis asks the store is asked here, before it has
   * changed anything: when the store is away, the same can be done again later.
   */
  async requests(spans: readonly Span[]): Promise<readonly Request[]> {
    const now = this.#clock();
    const inForce = await this.#overrides.current();
    const admitted = assembleRequests(spans)
      .flatMap((request) => this.#admission.admit(request, now) ?? [])
      .map((request) => withSaidReads(request, inForce.reads(request.service)));
    await Promise.all(admitted.map((request) => this.#profiles.load(request, routeKey(request.method, request.route))));
    return Promise.all(admitted.map((request) => this.#sites.mapped(request)));
  }

  /** A late span has the trace analysed again: what its first analysis taught is forgotten. */
  takeBack(rows: Rows): void {
    this.#profiles.takeBack(rows.counts);
  }

  async analyse(requests: readonly Request[], spans: readonly Span[]): Promise<AnalysedTrace> {
    const analyses: RequestAnalysis[] = [];
    const rows: Rows[] = [];
    for (const request of requests) {
      const analysis = await this.#analyse(request);
      this.#profiles.add(request, analysis.sums);
      analyses.push(analysis);
      rows.push(rowsOf(analysis));
    }
    const documents: Document[] = [];
    for (const analysis of analyses) documents.push(...(await this.#documents.of(analysis)));
    return {
      analyses,
      rows: joinRows(rows),
      documents,
      traces: analyses.flatMap((analysis) => this.#exemplar(analysis, spans)),
    };
  }

  async #analyse(request: Request): Promise<RequestAnalysis> {
    const source = await this.#sites.facts(request);
    await this.#profiles.load(request, routeKey(request.method, request.route));
    const profile = this.#profiles.of(request);
    const heeded = heedingProfiles(request, await this.#overrides.current(), digest);
    return analyseRequest(request, {
      source,
      profile: (pair) => heeded(pair, profile(pair)),
      digest,
      sightings: this.#sightings,
    });
  }

  #exemplar(analysis: RequestAnalysis, spans: readonly Span[]): StoredTrace[] {
    const { request, fixes, saved } = analysis;
    const { service, env, version = "", traceId, spanId } = request;
    const key = routeKey(request.method, request.route);
    const duration = request.end - request.start;
    const ts = Math.floor(request.start / 1000);
    if (!this.#exemplars.keep([service, env, version, key].join("\u0000"), duration, ts)) return [];
    const view = packView(toTraceView(analysis));
    const raw = spans.length <= MAX_EXEMPLAR_SPANS ? packSpans(spans) : undefined;
    return [
      {
        ts,
        service,
        env,
        version,
        routeKey: key,
        traceId,
        spanId,
        duration,
        saved: saved.low,
        fingerprints: fixes.map((fix) => fix.fingerprint),
        view,
        ...(raw === undefined ? {} : { spans: raw }),
      },
    ];
  }
}
