import type { Operation } from "../../operation.ts";
import { tokenBits } from "./bits.ts";
import { instantOf } from "./canonical.ts";
import type { Earlier } from "./earlier-sources.ts";
import { type Candidate, chosen, type Explained } from "./explanation.ts";
import { fingerprint } from "./fingerprint.ts";
import { matchesIn, partPositions, type Position, wholePosition } from "./matching.ts";
import type { Noted, PositionHistory } from "./position-history.ts";
import type { SlotValue } from "./slots.ts";
import type { Source } from "./source.ts";

/** A time so close to the call was read from the clock. */
const NEAR_MS = 5000;
/** A part of a value is easier to hit than the whole. */
const PART_SHARE = 0.8;
/** With these bits or more, a response has the value by name or beyond chance. */
const TELLING_BITS = 10;

export interface PositionContext {
  readonly inbound: Source | undefined;
  readonly history: PositionHistory;
  /** Tells this inbound request from others, for the question what is constant. */
  readonly identity: string;
  /** Milliseconds since the epoch of the monotonic clock's zero. */
  readonly timeOrigin: number;
}

export interface ExplainedSlot {
  readonly positions: readonly Explained[];
  /** Too few requests were seen to tell whether an unexplained position is a constant. */
  readonly unsettled: boolean;
}

/** Finds where the values of one root's requests could have come from. */
export class PositionExplainer {
  readonly #context: PositionContext;
  /** Values that went out before any response held them: the process had them from elsewhere. */
  readonly #sent = new Set<string>();

  constructor(context: PositionContext) {
    this.#context = context;
  }

  /** A slot as a whole, or by its parts where the whole is nowhere to be found. */
  explain(op: Operation, site: string, slot: SlotValue, earlier: Earlier): ExplainedSlot {
    const whole = this.#explainPosition(op, site, wholePosition(slot), earlier, 1);
    if (whole.explained.candidates.length > 0) return { positions: [whole.explained], unsettled: false };
    const parts = partPositions(slot).map((part) => this.#explainPosition(op, site, part, earlier, PART_SHARE));
    const told = parts.some(({ explained }) => explained.candidates.length > 0) ? parts : [whole];
    return {
      positions: told.map(({ explained }) => explained),
      unsettled: told.some(({ explained, unsettled }) => unsettled && explained.candidates.length === 0),
    };
  }

  /** Whatever of these no response explains was there without one, for this request and all later ones. */
  sent(positions: readonly Explained[]): void {
    for (const { position, candidates } of positions) {
      if (candidates.some(({ from }) => typeof from === "number")) continue;
      for (const { forms } of position.tokens) if (forms[0] !== undefined) this.#sent.add(forms[0].text);
    }
  }

  #explainPosition(
    op: Operation,
    site: string,
    position: Position,
    earlier: Earlier,
    scale: number,
  ): { readonly explained: Explained; readonly unsettled: boolean } {
    const { inbound } = this.#context;
    const responses = responseCandidates(position, earlier, scale);
    const candidates: Candidate[] = [...responses];
    if (inbound !== undefined) {
      for (const match of matchesIn(inbound, position, scale)) candidates.push({ from: "incoming", ...match });
    }
    const bits = scale * bitsOf(position);
    if (this.#wasSent(position)) candidates.push({ from: "incoming", path: "sent", transform: "", bits });
    if (this.#isNow(op, position)) candidates.push({ from: "clock", path: "now", transform: "", bits });
    const { kind, ...worth } = this.#note(site, position);
    if (kind === "constant" && !responses.some((candidate) => isTelling(candidate, position))) {
      candidates.push({ from: "constant", path: "", transform: "", bits });
    }
    return { explained: { position, candidates: chosen(candidates), ...worth }, unsettled: kind === "unsettled" };
  }

  #wasSent({ tokens }: Position): boolean {
    return tokens.every(({ forms }) => forms[0] !== undefined && this.#sent.has(forms[0].text));
  }

  #isNow(op: Operation, { tokens }: Position): boolean {
    const started = this.#context.timeOrigin + op.start;
    return tokens.every(({ forms: [own] }) => {
      if (own === undefined) return false;
      const instant = instantOf(own.text);
      if (instant !== undefined) return Math.abs(instant - started) <= NEAR_MS;
      return own.text === new Date(started).toISOString().slice(0, 10);
    });
  }

  #note(site: string, { slot, tokens }: Position): Noted {
    const { history, identity } = this.#context;
    const value = tokens.map(({ forms }) => forms[0]?.text ?? "").join("\n");
    return history.note(`${site} ${slot}`, fingerprint(value), identity);
  }
}

export function responseCandidates(position: Position, { sources }: Earlier, scale: number): Candidate[] {
  return sources.flatMap(([from, source]) => matchesIn(source, position, scale).map((match) => ({ from, ...match })));
}

function bitsOf({ tokens }: Position): number {
  const distinct = new Map(tokens.map(({ forms, original }) => [forms[0]?.text ?? "", original]));
  return [...distinct].reduce((sum, [text, original]) => sum + tokenBits(text, original), 0);
}

/** A response that has the value by name, beyond chance, or as a number, keeps it from being called a constant. */
function isTelling({ bits }: Candidate, { tokens }: Position): boolean {
  return bits >= TELLING_BITS || tokens.some(({ forms }) => /^\d+$/.test(forms[0]?.text ?? ""));
}
