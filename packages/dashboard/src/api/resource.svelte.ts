import { untrack } from "svelte";
import { live } from "../live/live.svelte.ts";
import type { Topic } from "../live/topics.ts";
import { answers } from "./client.ts";
import type { Failure } from "./failure.ts";

/** Something a page shows from the API. */
export interface Resource<Body> {
  /** The newest answer; stays while a newer one is asked for. */
  readonly body: Body | undefined;
  /** Why the last question had no answer; `body` may still hold the one before. */
  readonly failure: Failure | undefined;
  readonly loading: boolean;
  refresh(): void;
}

/**
 * Asks for `address()` now, whenever it changes, and whenever one of `topics` grows stale.
 * An address of nothing asks nothing. Call while a component is set up.
 */
export function resource<Body>(address: () => string | undefined, topics: readonly Topic[]): Resource<Body> {
  let body = $state.raw<Body>();
  let failure = $state.raw<Failure>();
  let loading = $state(true);
  let asked = $state(0);
  let shown: string | undefined;

  // Derived, so that only another address asks again, not whatever else it was made from.
  const url = $derived(address());
  $effect(() => {
    void asked;
    const wanted = url;
    const leaving = new AbortController();
    if (wanted !== undefined) untrack(() => void ask(wanted, leaving.signal));
    return () => leaving.abort();
  });
  async function ask(wanted: string, signal: AbortSignal): Promise<void> {
    if (wanted !== shown) {
      body = answers.peek(wanted) as Body | undefined;
      failure = undefined;
    }
    shown = wanted;
    loading = true;
    const answer = await answers.ask<Body>(wanted, signal);
    if (signal.aborted) return;
    loading = false;
    failure = answer.ok ? undefined : answer.failure;
    if (answer.ok) body = answer.body;
  }

  $effect(() => live.onStale(topics, () => (asked += 1)));

  return {
    get body() {
      return body;
    },
    get failure() {
      return failure;
    },
    get loading() {
      return loading;
    },
    refresh: () => (asked += 1),
  };
}
