import type { SpanContext } from "@opentelemetry/api";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-base";
import { KIT_ROOT } from "./root-span.ts";
import type { LiveRoot } from "./live-root.ts";
import { noteOf, noteOn } from "./span-note.ts";

export interface ServerSpansOptions {
  /** Nobody else in this process makes roots, as far as one can know at the start. */
  readonly wanted: boolean;
  /** The process also serves assets and modules: a span of ours without a call in it says nothing. */
  readonly onlyWithCalls: boolean;
}

/**
 * Rules for the SERVER spans the agent makes where nobody else makes a root. In SvelteKit it cannot know in advance
 * whether the app has tracing switched on: once the framework's own root starts below ours, ours step back for good.
 */
export class ServerSpans {
  readonly #options: ServerSpansOptions;
  /** Own spans that stepped back, with what was above them; only requests under way at that moment. */
  readonly #replaced = new Map<string, SpanContext | undefined>();
  #frameworkSeen = false;
  #seen: (() => void) | undefined;

  constructor(options: ServerSpansOptions) {
    this.#options = options;
  }

  /** Whether the agent should make a root for the next request. */
  get needed(): boolean {
    return this.#options.wanted && !this.#frameworkSeen;
  }

  /** Called once, when the framework turns out to make its own roots. */
  whenFrameworkSeen(run: () => void): void {
    this.#seen = run;
  }

  own(span: object): void {
    noteOn(span).isOwn = true;
  }

  /** True when `span` takes over from our `parent` as the request's root. */
  yields(parent: object, span: ReadableSpan): boolean {
    if (span.name !== KIT_ROOT) return false;
    if (!this.#frameworkSeen) {
      this.#frameworkSeen = true;
      this.#seen?.();
    }
    if (noteOf(parent)?.isOwn !== true) return false;
    const { parentSpanContext } = parent as Partial<ReadableSpan>;
    this.#replaced.set((parent as ReadableSpan).spanContext().spanId, parentSpanContext);
    return true;
  }

  replaced(span: ReadableSpan): boolean {
    return noteOf(span)?.isOwn === true && this.#replaced.has(span.spanContext().spanId);
  }

  /** The parent to export: a span that stepped back is left out of the chain. */
  parentOf(span: ReadableSpan): SpanContext | undefined {
    const parent = span.parentSpanContext;
    return parent !== undefined && this.#replaced.has(parent.spanId) ? this.#replaced.get(parent.spanId) : parent;
  }

  drops(span: ReadableSpan, root: LiveRoot): boolean {
    return this.#options.onlyWithCalls && noteOf(span)?.isOwn === true && root.operations.length === 0;
  }
}
