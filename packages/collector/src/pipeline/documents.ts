import { createHash } from "node:crypto";
import {
  type Call,
  type Fix,
  type FindingDocument,
  type Frame,
  isNeedless,
  pairDocument,
  type PairSums,
  type RequestAnalysis,
  routeKey,
  shapeDocument,
  type Site,
  siteAt,
  sitesOf,
  toMillis,
} from "@weir/core";
import type { Advice, SourceReader } from "../source/port.ts";
import type { Document } from "../store/port.ts";
import { BoundedMap } from "./bounded-map.ts";
import { buildOf } from "./sites.ts";

/** Keys whose document was written in this process; forgotten ones are simply written again. */
const MAX_WRITTEN = 100_000;
const NO_ADVICE: Advice = { code: [], withheld: "advice.source-unavailable" };

/** Says once per key and version what a finding, a pair or a shape stands for. */
export class Documents {
  readonly #reader: SourceReader;
  readonly #written = new BoundedMap<string, true>(MAX_WRITTEN);
  /** Evidence whose shape and pairs were all written, with the app and version they were last written for. */
  #known = new WeakMap<PairSums, string>();

  constructor(reader: SourceReader) {
    this.#reader = reader;
  }

  /** After new source arrived, code frames and patches may be better than those written. */
  forget(): void {
    this.#written.clear();
    this.#known = new WeakMap();
  }

  async of(analysis: RequestAnalysis): Promise<Document[]> {
    const documents = this.#shapeAndPairs(analysis);
    for (const fix of analysis.fixes) {
      const finding = await this.#finding(analysis, fix);
      if (finding !== undefined) documents.push(finding);
    }
    return documents;
  }

  /** Requests that look alike share their evidence, and with it their shape and pairs. */
  #shapeAndPairs(analysis: RequestAnalysis): Document[] {
    const scope = scopeOf(analysis);
    if (this.#known.get(analysis.sums) === scope) return [];
    this.#known.set(analysis.sums, scope);
    const documents: Document[] = [];
    const shape = this.#once(analysis, "shape", analysis.shape, () => shapeDocument(analysis.request));
    if (shape !== undefined) documents.push(shape);
    for (const edge of analysis.edges) {
      const pair = this.#once(analysis, "pair", edge.pair, () => pairDocument(analysis.request, edge));
      if (pair !== undefined) documents.push(pair);
    }
    return documents;
  }

  async #finding(analysis: RequestAnalysis, fix: Fix): Promise<Document | undefined> {
    if (this.#isWritten(analysis, "finding", fix.fingerprint)) return undefined;
    const advice = await this.#advice(analysis, fix);
    return this.#once(analysis, "finding", fix.fingerprint, () => findingDocument(analysis, fix, advice));
  }

  async #advice(analysis: RequestAnalysis, fix: Fix): Promise<Advice> {
    const calls = fix.calls.map((index) => analysis.request.calls[index]?.frames ?? []);
    if (calls.every((frames) => frames.length === 0)) return NO_ADVICE;
    const { kind, startTogether, after } = fix;
    return this.#reader.advice(buildOf(analysis.request), { kind, calls, startTogether, after });
  }

  #isWritten(analysis: RequestAnalysis, kind: Document["kind"], key: string): boolean {
    return this.#written.get(writtenKey(analysis, kind, key)) === true;
  }

  #once(analysis: RequestAnalysis, kind: Document["kind"], key: string, body: () => unknown): Document | undefined {
    if (this.#isWritten(analysis, kind, key)) return undefined;
    this.#written.set(writtenKey(analysis, kind, key), true);
    const { service, env, version = "", method, route, start } = analysis.request;
    return {
      kind,
      key,
      service,
      env,
      version,
      routeKey: routeKey(method, route),
      ts: Math.floor(start / 1000),
      body: JSON.stringify(body()),
    };
  }
}

function findingDocument(analysis: RequestAnalysis, fix: Fix, advice: Advice): FindingDocument {
  const { request, edges } = analysis;
  const sites = sitesOf(request);
  const site = (index: number): Site => {
    const call = request.calls[index];
    if (call === undefined) throw new Error(`a fix names call ${index} of ${request.calls.length}`);
    const frame = frameIn(call, fix.place);
    return (frame === undefined ? sites[index] : siteAt(call, frame)) ?? siteAt(call, undefined);
  };
  const first = fix.calls[0];
  return {
    kind: fix.kind,
    calls: fix.calls.map(site),
    startTogether: fix.startTogether,
    after: fix.after,
    edges: fix.edges.flatMap((index) => {
      const edge = edges[index];
      if (edge === undefined) return [];
      const [from, to] = [fix.calls.indexOf(edge.from), fix.calls.indexOf(edge.to)];
      return [{ from, to, pair: edge.pair, needless: isNeedless(edge) }];
    }),
    ...(fix.place === undefined || first === undefined ? {} : { place: { call: site(first).call, ...fix.place } }),
    code: advice.code,
    ...(advice.patch === undefined ? {} : { patch: advice.patch }),
    ...(advice.withheld === undefined ? {} : { withheld: advice.withheld }),
    ...(advice.notes === undefined ? {} : { notes: advice.notes }),
    example: {
      traceId: request.traceId,
      saved: { low: toMillis(fix.saved.low), high: toMillis(fix.saved.high) },
    },
  };
}

/** The frame in which the call is made where the fix is: there it is read, whatever helper it goes through. */
function frameIn(call: Call, place: Fix["place"]): Frame | undefined {
  return call.frames.find((frame) => frame.file === place?.file && frame.function === place.function);
}

function scopeOf({ request }: RequestAnalysis): string {
  return [request.service, request.env, request.version ?? ""].join("\u0000");
}

function writtenKey(analysis: RequestAnalysis, kind: string, key: string): string {
  return [scopeOf(analysis), kind, key].join("\u0000");
}

/** 16 hex characters of SHA-256: keys of pairs and shapes, and fingerprints. */
export function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
