import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { Agent } from "node:http";
import { join } from "node:path";
import { drive, get, type Load } from "./drive.ts";
import { nodeBinary } from "./node-binary.ts";
import type { World } from "./world.ts";

const here = import.meta.dirname;

export interface Usage {
  readonly cpuMicros: number;
  readonly heapUsed: number;
  readonly rss: number;
}

export interface Cost {
  /** Microseconds of the app's CPU per request, all its threads together. */
  readonly cpuMicros: number;
  /** Milliseconds, in ascending order. */
  readonly latencies: readonly number[];
}

/** Node flags that put an app's instrumentation in. */
export function instrumented(): readonly string[] {
  return ["--import", join(here, "programs/instrumentation.mjs")];
}

/** Each request of a user of its own. */
function orders(): (wait: number) => string {
  let users = 0;
  return (wait) => {
    users += 1;
    return `/orders?user=${userOf(users)}&wait=${wait}`;
  };
}

export function userOf(request: number): string {
  return `usr_${(request * 104_729).toString(36)}`;
}

/** One app with one instrumentation, in its own process on its own Node. */
export class MeasuredApp {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #port: number;
  readonly #paths: (wait: number) => string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });

  /** @param paths what is asked for next, of an upstream that takes so many milliseconds */
  constructor(name: string, child: ChildProcess, port: number, paths: (wait: number) => string) {
    this.name = name;
    this.#child = child;
    this.#port = port;
    this.#paths = paths;
  }

  /** The small app of this bench: five calls one after another, where `paths` does not say otherwise. */
  static async start(
    name: string,
    world: World,
    node: string,
    paths: (wait: number) => string = orders(),
  ): Promise<MeasuredApp> {
    const child = fork(join(here, "programs/app.mjs"), {
      execPath: nodeBinary(node),
      execArgv: ["--expose-gc", ...instrumented()],
      env: {
        PATH: process.env["PATH"],
        INSTRUMENTATION: name,
        UPSTREAM: world.upstream,
        RECEIVER: `${world.receiver}/${name}`,
      },
    });
    const [{ port }] = (await once(child, "message")) as [{ port: number }];
    return new MeasuredApp(name, child, port, paths);
  }

  async usage(after: "collect" | "now" = "now"): Promise<Usage> {
    const answer = once(this.#child, "message");
    this.#child.send(after);
    const [usage] = (await answer) as [Usage];
    return usage;
  }

  async run(load: Load): Promise<Cost> {
    const before = await this.usage();
    const latencies = await drive(load, () => get(this.#agent, this.#port, this.#paths(load.wait)));
    const after = await this.usage();
    return { cpuMicros: (after.cpuMicros - before.cpuMicros) / load.requests, latencies };
  }

  stop(): void {
    this.#agent.destroy();
    this.#child.disconnect();
  }
}
