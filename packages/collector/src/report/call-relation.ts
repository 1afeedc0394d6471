import type { Channel, Edge, TraceView } from "@weir/core";
import { type Language, say } from "@weir/core/messages";
import { visibleText } from "./visible-text.ts";

/** The shift below which a call counts as not moved. Milliseconds. */
const LEAST_SHIFT = 0.05;

/** A fix would let this call start earlier. */
export function moves(call: TraceView["calls"][number]): boolean {
  return !call.background && call.start - call.possible.low > LEAST_SHIFT;
}

/** What a call is to those before it: `needs 1 (user.id)`, `does not need 1`, `unknown after 1`. Numbers count from 1. */
export type Relation =
  | { readonly kind: "needs"; readonly on: number; readonly why: string }
  | { readonly kind: "free" | "unknown"; readonly on: readonly number[] };

const NEEDS = new Set<Edge["verdict"]>(["data", "guard", "ordered", "paced"]);

/** The last call that this one needs; else those it does not need; else those nobody can tell about. */
export function relationOf(trace: Pick<TraceView, "edges">, index: number, language: Language): Relation | undefined {
  const incoming = trace.edges.filter(({ to }) => to === index);
  const needed = incoming.filter(({ verdict }) => NEEDS.has(verdict)).at(-1);
  if (needed !== undefined) return { kind: "needs", on: needed.from + 1, why: whyNeeded(needed, language) };
  const numbers = (edges: readonly Edge[]): number[] => edges.map(({ from }) => from + 1).sort((a, b) => a - b);
  const unknown = incoming.filter(({ verdict }) => verdict === "unknown");
  const free = incoming.filter(({ verdict }) => verdict !== "unknown");
  if (free.length > 0) return { kind: "free", on: numbers(free) };
  return unknown.length > 0 ? { kind: "unknown", on: numbers(unknown) } : undefined;
}

/** The value's name where it is known, else the verdict's. */
function whyNeeded({ verdict, channels }: Edge, language: Language): string {
  const path = verdict === "data" ? channels.data.detail?.["path"] : undefined;
  if (typeof path === "string" && path !== "") return visibleText(path, 40);
  return verdict === "data" ? "" : say(`verdict.${verdict}`, {}, language);
}

/** A channel in words: `Data: looked, no need found – the earlier answer reaches no argument of the later call`. */
export function channelText(name: string, channel: Channel, language: Language): string {
  const detail = Object.fromEntries(
    Object.entries(channel.detail ?? {}).map(([key, value]) => [
      key,
      typeof value === "string" ? visibleText(value, 120) : value,
    ]),
  );
  return `${say(`channel.${name}`, {}, language)}: ${say(`state.${channel.state}`, {}, language)} – ${say(channel.reason, detail, language)}`;
}
