import type { CallView, Site, TraceView } from "../api/types.ts";
import { SCHEMA_VERSION } from "../api/types.ts";
import type { Call } from "../model/call.ts";
import type { MicrosRange } from "../model/interval.ts";
import { type Micros, toMillis } from "../model/time.ts";
import { routeKey } from "../normalize/route.ts";
import { isoTime } from "./iso-time.ts";
import type { RequestAnalysis } from "./request-analysis.ts";
import { callLabel, placeOf, sitesOf } from "./site.ts";

/** One analysed request in the shape of the public API: milliseconds since the request's start. */
export function toTraceView(analysis: RequestAnalysis): TraceView {
  const { request, saved, fixes } = analysis;
  const since = (at: Micros): number => toMillis(at - request.start);
  const duration = toMillis(request.end - request.start);
  const savedMs = range(saved);
  return {
    schemaVersion: SCHEMA_VERSION,
    traceId: request.traceId,
    spanId: request.spanId,
    service: request.service,
    env: request.env,
    ...(request.version === undefined ? {} : { version: request.version }),
    framework: request.framework,
    method: request.method,
    route: request.route,
    routeKey: routeKey(request.method, request.route),
    ...(request.status === undefined ? {} : { status: request.status }),
    startedAt: isoTime(request.start),
    duration,
    ...(request.firstByte === undefined ? {} : { firstByte: since(request.firstByte) }),
    ...(request.links === undefined ? {} : { links: request.links }),
    calls: callViews(analysis, since),
    edges: analysis.edges
      .filter(({ unwaited }) => unwaited !== true)
      .map(({ from, to, verdict, tier, channels }) => ({ from, to, verdict, tier, channels })),
    criticalPath: analysis.criticalPath.map(({ call, start, end }) => ({
      ...(call === undefined ? {} : { call }),
      start: since(start),
      end: since(end),
    })),
    whatIf: {
      saved: savedMs,
      ...(analysis.savedToFirstByte === undefined ? {} : { savedToFirstByte: range(analysis.savedToFirstByte) }),
      duration: { low: duration - savedMs.high, high: duration - savedMs.low },
      findings: fixes.map(({ fingerprint, kind, calls, saved: own }) => ({
        fingerprint,
        kind,
        calls,
        saved: range(own),
      })),
    },
  };
}

function callViews({ request, possible }: RequestAnalysis, since: (at: Micros) => number): readonly CallView[] {
  const sites = sitesOf(request);
  return request.calls.map((call, index) => callView(call, sites[index], possible[index], since));
}

function callView(
  call: Call,
  site: Site = { call: callLabel(call) },
  possible: MicrosRange | undefined,
  since: (at: Micros) => number,
): CallView {
  return {
    index: call.index,
    call: callLabel(call),
    kind: call.kind,
    start: since(call.start),
    ...(call.headers === undefined ? {} : { headers: since(call.headers) }),
    end: since(call.end),
    site,
    frames: call.frames.map((frame) => ({ call: callLabel(call), ...placeOf(frame) })),
    owner: { kind: call.owner.kind, name: call.owner.name },
    outcome: call.outcome.class,
    ...("status" in call.outcome && call.outcome.status !== undefined ? { status: call.outcome.status } : {}),
    cached: call.cached,
    background: call.background,
    exact: call.exact,
    possible: {
      low: since(possible?.low ?? call.start),
      high: since(possible?.high ?? call.start),
    },
  };
}

function range({ low, high }: MicrosRange): { low: number; high: number } {
  return { low: toMillis(low), high: toMillis(high) };
}
