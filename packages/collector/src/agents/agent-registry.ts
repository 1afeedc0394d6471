import type { Hello, Span, Status } from "@weir/core";

/** Agents remembered; beyond it the one not heard of for longest goes. */
const MAX_AGENTS = 1_000;

type Agent = Status["agents"][number];

interface Known {
  readonly agent: Omit<Agent, "lastSeen">;
  seenAt: number;
}

const NOTHING = { values: false, callSites: false, lineage: false, source: false };

/** Which apps talk to us: agents that said hello, and services whose spans arrive without one. */
export class AgentRegistry {
  readonly #known = new Map<string, Known>();
  #forgotten = 0;

  /** Entries dropped at the bound. */
  get forgotten(): number {
    return this.#forgotten;
  }

  hello({ service, env, version, evidence }: Hello, at: number): void {
    this.#put({ service, env, ...(version === undefined ? {} : { version }), evidence }, at);
  }

  /** Spans of an app that never said hello come from another SDK. */
  seen(resource: Span["resource"], at: number): void {
    const known = this.#known.get(keyOf(resource));
    if (known !== undefined) known.seenAt = Math.max(known.seenAt, at);
    else {
      const { service, env, version } = resource;
      this.#put({ service, env, ...(version === undefined ? {} : { version }), evidence: NOTHING }, at);
    }
  }

  /** Has an agent of this app announced that it sends source files? */
  sendsSources(app: { readonly service: string; readonly env: string }): boolean {
    return [...this.#known.values()].some(
      ({ agent }) => agent.service === app.service && agent.env === app.env && agent.evidence.source,
    );
  }

  list(): Status["agents"] {
    return [...this.#known.values()]
      .sort((a, b) => b.seenAt - a.seenAt)
      .map(({ agent, seenAt }) => ({ ...agent, lastSeen: new Date(seenAt).toISOString() }));
  }

  #put(agent: Known["agent"], at: number): void {
    const key = keyOf(agent);
    this.#known.delete(key);
    this.#known.set(key, { agent, seenAt: at });
    if (this.#known.size <= MAX_AGENTS) return;
    const oldest = [...this.#known].reduce((a, b) => (b[1].seenAt < a[1].seenAt ? b : a));
    this.#known.delete(oldest[0]);
    this.#forgotten += 1;
  }
}

function keyOf({ service, env, version }: { service: string; env: string; version?: string }): string {
  return [service, env, version ?? ""].join("\u0000");
}
