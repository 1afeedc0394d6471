import type { Call } from "../model/call.ts";
import type { Request } from "../model/request.ts";
import type { FindingKind } from "./kind.ts";

export interface Fingerprinted {
  readonly kind: FindingKind;
  readonly calls: readonly Call[];
  readonly place?: { readonly file: string; readonly function?: string };
}

/**
 * What a finding is called by, before it is digested to 16 hex characters. No line and no column: edits move them. No
 * route: a layout's wait shows on many. No value. Without a place the route takes its part.
 */
export function fingerprintText(request: Request, { kind, calls, place }: Fingerprinted): string {
  const sites = [
    ...new Set(calls.map((call) => `${call.method} ${call.target} ${call.frames[0]?.function ?? ""}`)),
  ].sort();
  const where =
    place === undefined
      ? `${request.method} ${request.route} nosite`
      : `${place.function ?? ""} ${plainPath(place.file)}`;
  return ["v1", request.service, where, sites.join(","), kind].join("|");
}

function plainPath(file: string): string {
  return file.replaceAll("\\", "/").replace(/^(?:\.?\/)+/, "");
}
