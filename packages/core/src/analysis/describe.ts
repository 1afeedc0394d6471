import type { Request } from "../model/request.ts";
import { shapeCalls } from "./analyse.ts";
import type { PairDocument, ShapeDocument } from "./documents.ts";
import type { AnalysedEdge } from "./request-analysis.ts";
import { sitesOf } from "./site.ts";

/** What a pair's key stands for. */
export function pairDocument(request: Request, edge: Pick<AnalysedEdge, "from" | "to">): PairDocument {
  const sites = sitesOf(request);
  const from = sites[edge.from];
  const to = sites[edge.to];
  if (from === undefined || to === undefined) throw new Error(`an edge names a call that is not there`);
  return { from, to };
}

/** What a shape's key stands for. */
export function shapeDocument(request: Request): ShapeDocument {
  return { calls: shapeCalls(request) };
}
