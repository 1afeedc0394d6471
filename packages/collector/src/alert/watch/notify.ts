import {
  type AlertRule,
  heldByRule,
  type HeldReason,
  isInhibited,
  isMatched,
  type Notice,
  type StateChange,
  type Told,
} from "@weir/core";
import type { SilenceNote } from "../book.ts";
import type { AlertSettings } from "../settings.ts";

export interface NotifyContext {
  readonly settings: AlertSettings;
  readonly silences: readonly SilenceNote[];
  /** What holds now and may hold others back. */
  readonly active: readonly Pick<StateChange, "cause" | "service" | "env" | "version">[];
  readonly now: number;
  /** Receivers that take no messages. */
  readonly disabled: ReadonlySet<string>;
}

export interface Addressed {
  readonly receiver: string;
  readonly notice: Notice;
}

export interface Notified {
  readonly addressed: readonly Addressed[];
  /** Why nobody, or a rule's receivers, were not told. */
  readonly held: readonly HeldReason[];
}

/** Who is to be told of a change, and why nobody else. `told`: what was told about the same finding before. */
export function notify(change: StateChange, told: readonly Told[], context: NotifyContext): Notified {
  if (change.cause === undefined) return { addressed: [], held: [] };
  const heldBack = heldForAll(change, context);
  if (heldBack !== undefined) return { addressed: [], held: [heldBack] };
  const addressed = new Map<string, Addressed>();
  const held: HeldReason[] = [];
  const add = (receiver: string, rule: AlertRule): void => {
    if (!context.settings.receivers.has(receiver) || addressed.has(receiver)) return;
    if (change.cause === "receiver.disabled" && context.disabled.has(receiver)) return;
    if (told.some(({ id, receiver: other }) => id === change.id && other === receiver)) held.push("held.told");
    else addressed.set(receiver, { receiver, notice: noticeOf(change, rule) });
  };
  for (const rule of context.settings.rules) {
    const reason = heldByRule(rule, change) ?? silencedFor(rule, change, context);
    if (reason === undefined) for (const receiver of rule.notify) add(receiver, rule);
    else if (reason !== "held.no-rule") held.push(reason);
  }
  if (change.cause === "finding.resolved")
    for (const [receiver, rule] of toldBefore(told, context)) add(receiver, rule);
  if (addressed.size === 0 && held.length === 0) held.push("held.no-rule");
  return { addressed: [...addressed.values()], held };
}

function heldForAll(change: StateChange, { settings, active, now, silences }: NotifyContext): HeldReason | undefined {
  const mutes = settings.mutes.filter(({ until }) => until === undefined || now < until);
  if (mutes.some(({ match }) => match.rule === undefined && isMatched(match, change))) return "held.muted";
  const running = silences.filter(({ until }) => now < until);
  if (running.some(({ match }) => match.rule === undefined && isMatched(match, change))) return "held.silenced";
  return isInhibited(change, settings.inhibitions, active) ? "held.inhibited" : undefined;
}

function silencedFor({ id }: AlertRule, change: StateChange, context: NotifyContext): HeldReason | undefined {
  const { settings, silences, now } = context;
  const muted = settings.mutes.some(
    ({ match, until }) => match.rule === id && (until === undefined || now < until) && isMatched(match, change, id),
  );
  if (muted) return "held.muted";
  const silenced = silences.some(
    ({ match, until }) => match.rule === id && now < until && isMatched(match, change, id),
  );
  return silenced ? "held.silenced" : undefined;
}

/** Who heard that it was there hears that it is gone. */
function* toldBefore(told: readonly Told[], { settings }: NotifyContext): Generator<readonly [string, AlertRule]> {
  for (const { receiver, rule: id, closed } of told) {
    const rule = settings.rules.find((one) => one.id === id);
    if (closed !== true && rule?.sendResolved === true) yield [receiver, rule];
  }
}

export function noticeOf(change: StateChange, rule: AlertRule): Notice {
  const severity = change.cause === "finding.resolved" ? "info" : rule.severity;
  return { ...change, cause: change.cause ?? rule.when, rule: rule.id, severity };
}
