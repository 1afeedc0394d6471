import type { Status } from "@weir/core";
import { formatShare } from "@weir/core/messages";
import { RemoteReader } from "../api/remote-reader.ts";
import { WeirError } from "../errors.ts";
import { type Diagnosis, look, mend, ok } from "./diagnosis.ts";

export interface CollectorToCheck {
  readonly url: string;
  readonly readToken: string | undefined;
  readonly ingestToken: string | undefined;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

const TIMEOUT_MS = 5_000;
/** The pages compare moments of both machines; a minute is what people notice. Seconds. */
const MAX_CLOCK_S = 60;
/** Below this share of judged requests the source is not known. */
const BLIND_BELOW = 0.5;

/** Looks at the collector: does it answer, does it take spans, and what has it seen? */
export async function checkCollector(to: CollectorToCheck): Promise<readonly Diagnosis[]> {
  const { url } = to;
  let status: Status;
  try {
    status = await new RemoteReader(url, { token: to.readToken, timeoutMs: TIMEOUT_MS }).get<Status>("status");
  } catch (error) {
    if (!(error instanceof WeirError)) throw error;
    if (error.code === "WEIR_NOT_A_COLLECTOR") {
      return [mend("collector", ["doctor.collector.other", { url }], ["doctor.collector.other.cure", {}])];
    }
    if (error.code === "WEIR_UNREACHABLE") {
      return [mend("collector", ["doctor.collector.missing", { url }], ["doctor.collector.missing.cure", {}])];
    }
    return [
      mend("collector", ["doctor.roundtrip.failed", { why: error.message }], ["doctor.roundtrip.failed.cure", {}]),
    ];
  }
  return [
    ok("collector", ["doctor.collector.ok", { url, version: status.version }]),
    ...(await checkWay(to)),
    ...checkSeen(status),
    ...checkLosses(status.ingest),
  ];
}

/** Sends a request without spans on the way that spans take, and compares the clocks. */
async function checkWay({ url, ingestToken, clock }: CollectorToCheck): Promise<readonly Diagnosis[]> {
  try {
    const response = await fetch(`${url}/v1/traces`, {
      method: "POST",
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        "content-type": "application/json",
        ...(ingestToken === undefined ? {} : { authorization: `Bearer ${ingestToken}` }),
      },
      body: '{"resourceSpans":[]}',
    });
    await response.body?.cancel();
    if (response.status !== 200) return [broken(`HTTP ${response.status}`)];
    return [ok("way", ["doctor.roundtrip.ok", {}]), ...checkClock(response.headers.get("date"), clock())];
  } catch (error) {
    return [broken(error instanceof Error ? error.message : String(error))];
  }
}

function broken(why: string): Diagnosis {
  return mend("way", ["doctor.roundtrip.failed", { why }], ["doctor.roundtrip.failed.cure", {}]);
}

function checkClock(date: string | null, now: number): readonly Diagnosis[] {
  if (date === null) return [];
  const seconds = Math.round((Date.parse(date) - now) / 1000);
  if (Math.abs(seconds) <= MAX_CLOCK_S) return [ok("clock", ["doctor.clock.ok", {}])];
  return [mend("clock", ["doctor.clock.off", { seconds }], ["doctor.clock.off.cure", {}])];
}

/** Whatever was lost is said, whether or not anything else is wrong. */
function checkLosses({ dropped, losses = [] }: Status["ingest"]): readonly Diagnosis[] {
  if (dropped === 0) return [];
  const reasons = losses.map(({ reason, count }) => `${reason} ${count}`).join(", ");
  return [look("losses", ["doctor.losses", { count: dropped, reasons }], ["doctor.losses.cure", {}])];
}

/** What has arrived so far, the most basic gap first. */
function checkSeen({ agents, ingest, coverage }: Status): readonly Diagnosis[] {
  const speaking = agents.filter(({ evidence }) => Object.values(evidence).some(Boolean));
  if (agents.length === 0) return [look("hello", ["doctor.hello.none", {}], ["doctor.hello.none.cure", {}])];
  const found: Diagnosis[] = [];
  const names = (list: Status["agents"]): string =>
    [...new Set(list.map(({ service }) => service))].slice(0, 5).join(", ");
  if (speaking.length > 0) found.push(ok("hello", ["doctor.hello.ok", { services: names(speaking) }]));
  if (ingest.requests === 0)
    return [...found, look("requests", ["doctor.spans.none", {}], ["doctor.spans.none.cure", {}])];
  const blind = agents.filter(({ evidence }) => !evidence.callSites);
  if (blind.length > 0)
    found.push(look("sites", ["doctor.sites.missing", { services: names(blind) }], ["doctor.sites.missing.cure", {}]));
  else found.push(ok("sites", ["doctor.sites.ok", {}]));
  if (agents.some(({ version }) => version === undefined)) {
    const services = names(agents.filter(({ version }) => version === undefined));
    found.push(
      look("seen-version", ["doctor.version.missing", { where: services }], ["doctor.version.missing.cure", {}]),
    );
  }
  if (
    coverage.analysedShare < BLIND_BELOW &&
    coverage.reasons.some(({ reason }) => /unavailable|no-call-site|missing/.test(reason))
  ) {
    found.push(
      look(
        "mapped",
        ["doctor.unmapped", { share: formatShare(coverage.analysedShare, "en") }],
        ["doctor.unmapped.cure", {}],
      ),
    );
  }
  return found;
}
