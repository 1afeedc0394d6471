import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { ProcessGroup, type ProcessSpec } from "./process-group.ts";

/** Everything this command has started, so that all of it can be stopped whatever happens. */
export class ProcessSet {
  readonly #groups: ProcessGroup[] = [];
  #stopped = false;

  /** @throws Error once stopping has begun: nothing may start behind its back. */
  async start(spec: ProcessSpec): Promise<ProcessGroup> {
    await mkdir(dirname(spec.log), { recursive: true });
    if (this.#stopped) throw new Error("stopped");
    const group = new ProcessGroup(spec);
    this.#groups.push(group);
    return group;
  }

  /** Stops the latest first: apps before the collector that takes their last spans. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const group of this.#groups.splice(0).toReversed()) await group.stop();
  }
}
