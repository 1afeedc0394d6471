import type { AgentCounts } from "./agent.ts";
import { agentState } from "./state.ts";

export interface WeirStatus extends AgentCounts {
  readonly running: boolean;
  /** Failures inside the agent that were kept from the app, by place. */
  readonly failures: Readonly<Record<string, number>>;
  /** What was let go at a bound, by bound. */
  readonly dropped: Readonly<Record<string, number>>;
}

/** How the agent of this process is doing. */
export function weirStatus(): WeirStatus {
  const { agent, failures, dropped } = agentState();
  return {
    running: agent !== undefined,
    ...(agent?.counts() ?? { liveRoots: 0, queuedSpans: 0 }),
    failures: Object.fromEntries(failures),
    dropped: Object.fromEntries(dropped),
  };
}
