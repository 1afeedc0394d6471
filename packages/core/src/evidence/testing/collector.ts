import { analyseRequest } from "../../analysis/analyse.ts";
import type { AnalysedEdge, AnalysisInputs, PairProfile, RequestAnalysis } from "../../analysis/request-analysis.ts";
import type { Call, Slot, ValueFacts } from "../../model/call.ts";
import type { Request } from "../../model/request.ts";
import { testDigest } from "../../testing/digest.ts";
import { callNamed } from "../../testing/timeline.ts";
import { mergeProfiles } from "../profile.ts";
import type { SourceFact, SourceRelation } from "../source-fact.ts";

/** Analyses requests one after another, as the collector does: evidence of earlier ones is there for later ones. */
export class Collector {
  readonly #profiles = new Map<string, PairProfile>();
  readonly #source: AnalysisInputs["source"];

  constructor(source: AnalysisInputs["source"] = () => undefined) {
    this.#source = source;
  }

  take(request: Request): RequestAnalysis {
    const analysis = analyseRequest(request, {
      source: this.#source,
      profile: (key) => this.#profiles.get(key) ?? new Map(),
      digest: testDigest,
    });
    for (const { pair, observed } of [...analysis.edges, ...analysis.tallies]) {
      this.#profiles.set(pair, mergeProfiles(this.#profiles.get(pair) ?? new Map(), observed));
    }
    return analysis;
  }

  /** Takes `count` copies and answers the edge of the last. */
  edge(request: Request, from: string, to: string, count = 1): AnalysedEdge {
    let analysis = this.take(request);
    for (let taken = 1; taken < count; taken += 1) analysis = this.take(request);
    return edgeOf(analysis, from, to);
  }
}

export function edgeOf(analysis: RequestAnalysis, from: string, to: string): AnalysedEdge {
  const [a, b] = [callNamed(analysis.request, from).index, callNamed(analysis.request, to).index];
  const edge = analysis.edges.find((candidate) => candidate.from === a && candidate.to === b);
  if (edge === undefined) throw new Error(`${from} and ${to} are no ordered pair`);
  return edge;
}

export function says(relation: SourceRelation, more: Partial<SourceFact> = {}): () => SourceFact {
  return () => ({ relation, reason: `source.test-${relation}`, activation: "shared", kind: "serial", ...more });
}

export function withValues(request: Request, values: Readonly<Record<string, Partial<ValueFacts>>>): Request {
  return {
    ...request,
    recorded: { ...request.recorded, values: true },
    calls: request.calls.map((call): Call => {
      const facts = Object.entries(values).find(([name]) => call.target.endsWith(`/${name}`))?.[1];
      return facts === undefined ? call : { ...call, values: { slots: [], bodyReadAt: call.end, ...facts } };
    }),
  };
}

export const slot = (name: string, ...sources: Slot["sources"]): Slot => ({ slot: name, sources });

export const SERIAL = `
  a  ====      waits=
  b      ====  waits=a
`;
