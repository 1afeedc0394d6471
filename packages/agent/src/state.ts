import type { Agent } from "./agent.ts";

/**
 * Everything the agent keeps per process. It hangs on `globalThis` under a registered symbol because bundlers and dev
 * servers load the agent's code more than once, and every copy must meet the same agent.
 */
export interface AgentState {
  agent?: Agent | undefined;
  /** Last sequence number given out; see `Operation.sequence`. */
  sequence: number;
  /** Guarded failures by name; the names are the agent's own, so the map is small. */
  readonly failures: Map<string, number>;
  /** What had to be let go at a named bound, by the bound's name. */
  readonly dropped: Map<string, number>;
  /** The agent is making a request of its own on this stack. */
  sending?: boolean;
  /** Layers already put around globals, so that a second copy of the code does not add another. */
  readonly installed: Set<string>;
}

const KEY = Symbol.for("@weir/agent/state/1");

export function agentState(): AgentState {
  const holder = globalThis as { [KEY]?: AgentState };
  holder[KEY] ??= { sequence: 0, failures: new Map(), dropped: new Map(), installed: new Set() };
  return holder[KEY];
}

/** True for the first caller of each name in this process. */
export function firstInstall(name: string): boolean {
  const { installed } = agentState();
  if (installed.has(name)) return false;
  installed.add(name);
  return true;
}

export function countDrop(bound: string, amount = 1): void {
  const { dropped } = agentState();
  dropped.set(bound, (dropped.get(bound) ?? 0) + amount);
}
