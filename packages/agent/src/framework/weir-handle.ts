import type { Agent } from "../agent.ts";
import { guarded } from "../guard.ts";
import { agentState } from "../state.ts";

interface Event {
  fetch: typeof fetch;
  readonly url: URL;
  readonly route: { readonly id: string | null };
}

interface Input<Event> {
  readonly event: Event;
  readonly resolve: (event: Event) => Response | Promise<Response>;
}

/**
 * Put it first in `sequence`: `event.fetch` then tells where it was called even behind a `handleFetch` that awaits,
 * and calls of the app's own routes become operations too. Without it the agent works, with less detail.
 */
export function weirHandle<E extends object>({ event, resolve }: Input<E>): Response | Promise<Response> {
  const { agent } = agentState();
  if (agent !== undefined) guarded("weirHandle", () => watch(event as unknown as Event, agent.around));
  return resolve(event);
}

function watch(event: Event, around: Agent["around"]): void {
  const inner = event.fetch;
  const { origin } = event.url;
  const outer: typeof fetch = (...args) => {
    const own = guarded("event.fetch", () => isOwn(args[0], origin)) === true;
    return around[own ? "internal" : "network"](args, () => inner(...args), outer);
  };
  event.fetch = outer;
}

/** SvelteKit answers requests to the app's own origin without the network. */
function isOwn(input: unknown, origin: string): boolean {
  const text = typeof Request !== "undefined" && input instanceof Request ? input.url : String(input);
  return URL.canParse(text, origin) && new URL(text, origin).origin === origin;
}
