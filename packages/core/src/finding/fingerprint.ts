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
    ...new Set(calls.map((call) => `${call.method} ${withHostAlias(call.target)} ${call.frames[0]?.function ?? ""}`)),
  ].sort();
  const where =
    place === undefined
      ? `${request.method} ${request.route} nosite`
      : `${place.function ?? ""} ${plainPath(place.file)}`;
  return ["v1", request.service, where, sites.join(","), kind].join("|");
}

/** Ports and loopback or private addresses differ between machines and test runs; they say nothing about the code. */
function withHostAlias(target: string): string {
  return target.replace(/^([^/:\s]+|\[[0-9a-f:.]+\])(?::\d+)?(?=\/)/, (_, host: string) =>
    isLocal(host) ? "local" : host,
  );
}

function isLocal(host: string): boolean {
  return /^(?:localhost|\[.*\]|0\.0\.0\.0|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/.test(host);
}

function plainPath(file: string): string {
  return file.replaceAll("\\", "/").replace(/^(?:\.?\/)+/, "");
}
