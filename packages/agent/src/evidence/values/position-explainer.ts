import type { Operation } from "../../operation.ts";
import { instantOf, isDate } from "./canonical.ts";
import type { Earlier } from "./earlier-sources.ts";
import { type Candidate, chosen, type Explained } from "./explanation.ts";
import { fingerprint } from "./fingerprint.ts";
import { isNumber } from "./names.ts";
import { matchesIn, type Position } from "./matching.ts";
import type { Noted, PositionHistory } from "./position-history.ts";
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
  readonly identity: number;
  /** Milliseconds since the epoch of the monotonic clock's zero. */
  readonly timeOrigin: number;
}

export interface Told {
  readonly explained: Explained;
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

  /** A slot as a whole. */
  whole(op: Operation, site: string, position: Position, earlier: Earlier): Told {
    return this.#explainPosition(op, site, position, earlier, 1);
  }

  /** A slot that is nowhere to be found as a whole, by its parts where one of those is. */
  parts(op: Operation, site: string, whole: Told, parts: readonly Position[], earlier: Earlier): readonly Told[] {
    const told = parts.map((part) => this.#explainPosition(op, site, part, earlier, PART_SHARE));
    return told.some(({ explained }) => explained.candidates.length > 0) ? told : [whole];
  }

  /** Whatever of these no response explains was there without one, for this request and all later ones. */
  sent(positions: readonly Explained[]): void {
    for (const { position, candidates } of positions) {
      if (candidates.some(({ from }) => typeof from === "number")) continue;
      for (const { text } of position.tokens) if (text !== "") this.#sent.add(text);
    }
  }

  #explainPosition(op: Operation, site: string, position: Position, earlier: Earlier, scale: number): Told {
    const { inbound } = this.#context;
    const candidates = responseCandidates(position, earlier, scale);
    const responses = candidates.length;
    if (inbound !== undefined) {
      for (const { path, transform, bits } of matchesIn(inbound, position, scale)) {
        candidates.push({ from: "incoming", path, transform, bits });
      }
    }
    const bits = (): number => scale * bitsOf(position);
    if (this.#wasSent(position)) candidates.push({ from: "incoming", path: "sent", transform: "", bits: bits() });
    if (this.#isNow(op, position)) candidates.push({ from: "clock", path: "now", transform: "", bits: bits() });
    const { kind, repeated, first } = this.#note(site, position);
    if (kind === "constant") {
      const isTold = candidates.slice(0, responses).some((candidate) => isTelling(candidate, position));
      candidates.push({ from: isTold ? "constant?" : "constant", path: "", transform: "", bits: bits() });
    }
    return {
      explained: { position, candidates: chosen(candidates), repeated, first },
      unsettled: kind === "unsettled",
    };
  }

  #wasSent({ tokens }: Position): boolean {
    return tokens.every(({ text }) => this.#sent.has(text));
  }

  #isNow(op: Operation, { tokens }: Position): boolean {
    const started = this.#context.timeOrigin + op.start;
    return tokens.every(({ text }) => {
      const instant = instantOf(text);
      if (instant !== undefined) return Math.abs(instant - started) <= NEAR_MS;
      return isDate(text) && text === new Date(started).toISOString().slice(0, 10);
    });
  }

  #note(site: string, { slot, tokens }: Position): Noted {
    const { history, identity } = this.#context;
    const value = tokens.length === 1 ? (tokens[0]?.text ?? "") : tokens.map(({ text }) => text).join("\n");
    return history.note(site, slot, fingerprint(value), identity);
  }
}

export function responseCandidates(position: Position, { sources }: Earlier, scale: number): Candidate[] {
  const candidates: Candidate[] = [];
  for (const [from, source] of sources) {
    for (const { path, transform, bits } of matchesIn(source, position, scale)) {
      candidates.push({ from, path, transform, bits });
    }
  }
  return candidates;
}

function bitsOf({ tokens }: Position): number {
  const [first] = tokens;
  if (tokens.length === 1 && first !== undefined) return first.bits;
  let bits = 0;
  for (const one of new Map(tokens.map((token) => [token.text, token])).values()) bits += one.bits;
  return bits;
}

/** A response that has the value by name, beyond chance, or as a number, makes it doubtful that it is a constant. */
function isTelling({ bits }: Candidate, { tokens }: Position): boolean {
  return bits >= TELLING_BITS || tokens.some(({ text }) => isNumber(text));
}
