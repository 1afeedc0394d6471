import type { FindingDetail } from "@weir/core";
import { z } from "zod";
import { WeirError } from "../../errors.ts";
import type { FindingState, Store, VersionAggregate } from "../../store/port.ts";
import type { ApiContext } from "../context.ts";
import { defined } from "../defined.ts";
import type { ApiRoute } from "../define-route.ts";
import { newestVersion } from "../evidence-profiles.ts";
import { findingDetail } from "../schema/finding.ts";
import { named } from "../schema/registry.ts";
import { detailOf, findFinding } from "./get-finding.ts";

interface StatusChange {
  readonly status: "accepted" | "snoozed" | "open" | "not-a-waterfall";
  readonly reason: string;
  /** End of a snooze, or of an acceptance that is reviewed later. */
  readonly until?: string;
  /** A snooze that ends with the next deploy. */
  readonly untilDeploy?: true;
  /** A snooze that ends when the wait per minute is so many times that of now. */
  readonly untilWorseBy?: number;
  /** Who; the API knows tokens, not people. */
  readonly by?: string;
}

const MAX_REASON = 1_000;
/** Decisions kept per finding; the oldest go first. */
const MAX_HISTORY = 200;

const body: z.ZodType<StatusChange> = named(
  "FindingStatusChange",
  z.strictObject({
    status: z.enum(["accepted", "snoozed", "open", "not-a-waterfall"]),
    reason: z.string().trim().min(1).max(MAX_REASON),
    until: z.exactOptional(z.iso.datetime({ offset: true })),
    untilDeploy: z.exactOptional(z.literal(true)),
    untilWorseBy: z.exactOptional(z.number().min(1.1).max(100)),
    by: z.exactOptional(z.string().trim().min(1).max(100)),
  }),
);

export function setFindingStatus(context: ApiContext): ApiRoute<object, StatusChange, FindingDetail> {
  const oneAtATime = new Queue();
  return {
    method: "POST",
    path: "/findings/:fingerprint/status",
    summary: "Records what a person decided about a finding, and why",
    access: "write",
    query: z.strictObject({}),
    body,
    answer: findingDetail,
    refusals: { 404: "No such finding" },
    handle: async ({ params, body }) => oneAtATime.run(() => change(context, params["fingerprint"] ?? "", body)),
  };
}

async function change(context: ApiContext, fingerprint: string, wanted: StatusChange): Promise<FindingDetail> {
  const { store, clock, events } = context;
  const now = clock();
  const until = wanted.until === undefined ? undefined : Date.parse(wanted.until);
  checkUntil(wanted, until, now);
  const { facts, finding } = await findFinding(context, fingerprint, {});
  const version = newestVersion(facts.seen, facts.versions);
  const ends = defined({
    until,
    untilDeployAfter: wanted.untilDeploy === true ? newestDeploy(facts.versions) : undefined,
    untilWaitAbove: wanted.untilWorseBy === undefined ? undefined : finding.waitPerMinute * wanted.untilWorseBy,
  });
  await store.putFindingState(await nextState(store, fingerprint, wanted, ends, now, version));
  const changed = await findFinding(context, fingerprint, {});
  const { service, env, status } = changed.finding;
  events.publish({ name: "finding.status", key: fingerprint, item: { fingerprint, service, env, status } });
  return detailOf(context, changed);
}

function newestDeploy(versions: readonly VersionAggregate[]): string {
  return versions.findLast(({ requests }) => requests > 0)?.version ?? "";
}

function checkUntil({ status, untilDeploy, untilWorseBy }: StatusChange, until: number | undefined, now: number): void {
  if (status !== "snoozed" && (untilDeploy !== undefined || untilWorseBy !== undefined)) {
    throw new WeirError("WEIR_INVALID_INPUT", "`untilDeploy` and `untilWorseBy` go with snoozed only", { status: 400 });
  }
  if (until === undefined) return;
  const fault =
    status === "open" || status === "not-a-waterfall"
      ? "`until` goes with snoozed and accepted only"
      : until <= now
        ? "`until` is in the past"
        : undefined;
  if (fault !== undefined) throw new WeirError("WEIR_INVALID_INPUT", fault, { status: 400 });
}

async function nextState(
  store: Store,
  fingerprint: string,
  { status, reason, by = "api" }: StatusChange,
  ends: Pick<FindingState, "until" | "untilDeployAfter" | "untilWaitAbove">,
  at: number,
  version: string,
): Promise<FindingState> {
  const before = await store.findingState(fingerprint);
  const entry = { at, status, by, reason, ...(version === "" ? {} : { version }) };
  const history = [...(before?.history ?? []), entry].slice(-MAX_HISTORY);
  return { fingerprint, status, reason, by, at, history, ...ends };
}

/** Two decisions at once must not lose one of them from the history. */
class Queue {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#last.then(work, work);
    this.#last = next;
    return next;
  }
}
