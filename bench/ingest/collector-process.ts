import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { Status } from "../../packages/core/src/api/types.ts";

export interface Usage {
  /** Of all threads of the collector. */
  readonly cpuMicros: number;
  /** Largest so far. */
  readonly memoryBytes: number;
}

/** What the entry point of the container image gives Node. */
const AS_IN_THE_CONTAINER = ["--max-semi-space-size=16"];

/** A whole collector in a process of its own, as `weir start` runs it, on a folder that the caller removes. */
export class CollectorProcess {
  readonly url: string;
  readonly port: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
    this.url = `http://127.0.0.1:${port}`;
  }

  /** `profileTo`: a folder in which the collector leaves a profile of its main thread when it ends. */
  static async start(folder: string, profileTo?: string): Promise<CollectorProcess> {
    const profile = profileTo === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${profileTo}`];
    const child = fork(new URL("collector-server.ts", import.meta.url), [folder], {
      execArgv: ["--conditions=@weir/source", ...AS_IN_THE_CONTAINER, ...profile],
    });
    const [{ port }] = (await once(child, "message")) as [{ port: number }];
    return new CollectorProcess(child, port);
  }

  async usage(): Promise<Usage> {
    const answer = once(this.#child, "message");
    this.#child.send("usage");
    const [usage] = (await answer) as [Usage];
    return usage;
  }

  async status(): Promise<Status> {
    const answer = await fetch(`${this.url}/api/v1/status`);
    return (await answer.json()) as Status;
  }

  /** Drains and ends. */
  async stop(): Promise<void> {
    const gone = once(this.#child, "exit");
    this.#child.send("stop");
    await gone;
  }
}
