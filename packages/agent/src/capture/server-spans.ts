import { AGENT_SCOPE } from "@weir/core/wire";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-base";
import { KIT_ROOT } from "./root-span.ts";
import type { LiveRoot } from "./live-root.ts";

/**
 * Rules for the SERVER spans the agent makes where nobody else makes a root. In SvelteKit it cannot know in advance
 * whether the app has tracing switched on: if the framework's own root starts below ours, ours steps back for good.
 */
export class ServerSpans {
  readonly #steppingBack: boolean;
  readonly #own = new WeakSet<object>();
  readonly #replaced = new WeakSet<object>();
  #needed = true;

  /** @param steppingBack true in a framework that may bring its own roots */
  constructor(steppingBack: boolean) {
    this.#steppingBack = steppingBack;
  }

  /** Whether the agent should make a root for the next request. */
  get needed(): boolean {
    return this.#needed;
  }

  own(span: object): void {
    this.#own.add(span);
  }

  isOwn(span: object): boolean {
    return this.#own.has(span);
  }

  /** True when `span` takes over from our `parent` as the request's root. */
  yields(parent: object, span: ReadableSpan): boolean {
    if (!this.#steppingBack || !this.#own.has(parent) || span.name !== KIT_ROOT) return false;
    this.#needed = false;
    this.#replaced.add(parent);
    return true;
  }

  replaced(span: object): boolean {
    return this.#replaced.has(span);
  }

  /** In such a framework our spans also cover assets and modules of a dev server: without a call they say nothing. */
  drops(span: ReadableSpan, root: LiveRoot): boolean {
    return (
      this.#steppingBack &&
      this.#own.has(span) &&
      root.operations.length === 0 &&
      span.instrumentationScope.name === AGENT_SCOPE
    );
  }
}
