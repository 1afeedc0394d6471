import { Given } from "../given.ts";
import type { LiveOperation, LiveRoot } from "./live-root.ts";

/** What the agent remembers of a span under way. */
export interface SpanNote {
  /** The request it belongs to. */
  root: LiveRoot | undefined;
  /** The operation a CLIENT span stands for or belongs to. */
  operation: LiveOperation | undefined;
  /** That operation was made from this span, so its end is the operation's end. */
  hasBegun: boolean;
  /** Started and not ended: an app may have put the processor into its provider twice. */
  isRunning: boolean;
  /** Made by the agent for a server whose framework makes none. */
  isOwn: boolean;
}

class Noted extends Given {
  readonly #note: SpanNote;

  private constructor(span: object, note: SpanNote) {
    super(span);
    this.#note = note;
  }

  static of(span: object): SpanNote | undefined {
    return #note in span ? span.#note : undefined;
  }

  static on(span: object, note: SpanNote): void {
    void new Noted(span, note);
  }
}

export function noteOf(span: object): SpanNote | undefined {
  return Noted.of(span);
}

/** The span's note, made where it has none. */
export function noteOn(span: object): SpanNote {
  const known = Noted.of(span);
  if (known !== undefined) return known;
  const note: SpanNote = { root: undefined, operation: undefined, hasBegun: false, isRunning: false, isOwn: false };
  Noted.on(span, note);
  return note;
}
