import type { Request } from "../model/request.ts";
import { routeKey } from "../normalize/route.ts";
import { siteKeys } from "./site.ts";

/** Length of `AnalysisInputs.digest`'s answer. */
const DIGEST = 16;

/** Key of every call's site within its route. One digest per call and none per pair keeps long requests cheap. */
export function siteDigests(request: Request, digest: (text: string) => string): readonly string[] {
  const route = routeKey(request.method, request.route);
  return siteKeys(request).map((site) => digest(`${route}\n${site}`));
}

export function pairKey(from: string, to: string): string {
  return from + to;
}

/** The site whose tally belongs to a pair's evidence: that of the earlier call. */
export function siteOfPair(pair: string): string {
  return pair.slice(0, DIGEST);
}
