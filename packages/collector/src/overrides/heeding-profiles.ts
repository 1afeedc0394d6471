import { callLabel, type PairProfile, type Request, siteDigests, siteOfPair } from "@weir/core";
import type { InForce } from "./in-force.ts";

/** Gives the evidence about pairs of this request's calls as it counts after what people said. */
export function heedingProfiles(
  request: Request,
  inForce: InForce,
  digest: (text: string) => string,
): (key: string, profile: PairProfile) => PairProfile {
  if (!inForce.isAbout(request.service)) return (_key, profile) => profile;
  const sites = siteDigests(request, digest);
  const labels = new Map(sites.map((site, index) => [site, labelOf(request, index)]));
  return (key, profile) => {
    const earlier = siteOfPair(key);
    const later = key.slice(earlier.length);
    return inForce.heeded(request.service, key, [labels.get(earlier) ?? "", labels.get(later) ?? ""], profile);
  };
}

function labelOf({ calls }: Request, index: number): string {
  const call = calls[index];
  return call === undefined ? "" : callLabel(call);
}
