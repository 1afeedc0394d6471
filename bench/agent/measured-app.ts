import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
/** Node binaries of several releases, kept for the tests. */
const runtimes = createRequire(join(here, "../../test/runtimes/package.json"));

/** Where the measured apps' calls and spans go. */
export interface World {
  readonly upstream: string;
  readonly receiver: string;
  readonly child: ChildProcess;
}

export async function startWorld(): Promise<World> {
  const child = fork(join(here, "programs/upstream.mjs"));
  const [message] = (await once(child, "message")) as [{ upstream: string; receiver: string }];
  return { ...message, child };
}

/** Bytes of spans that arrived so far, by the app's name. */
export async function receivedBytes({ child }: World): Promise<Readonly<Record<string, number>>> {
  const answer = once(child, "message");
  child.send("received");
  const [{ received }] = (await answer) as [{ received: Readonly<Record<string, number>> }];
  return received;
}

export interface Usage {
  readonly cpuMicros: number;
  readonly heapUsed: number;
  readonly rss: number;
}

/** What some requests cost. */
export interface Load {
  readonly requests: number;
  /** Requests under way at a time. */
  readonly clients: number;
  /** Milliseconds the upstream takes to answer. */
  readonly wait: number;
}

export interface Cost {
  /** Microseconds of the app's CPU per request, all its threads together. */
  readonly cpuMicros: number;
  /** Milliseconds, in ascending order. */
  readonly latencies: readonly number[];
}

/** One app with one instrumentation, in its own process on its own Node. */
export class MeasuredApp {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #port: number;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });
  #users = 0;

  private constructor(name: string, child: ChildProcess, port: number) {
    this.name = name;
    this.#child = child;
    this.#port = port;
  }

  /** @param node `24`, or `process` for the Node that runs this */
  static async start(name: string, world: World, node: string, flags: readonly string[] = []): Promise<MeasuredApp> {
    const execPath =
      node === "process"
        ? process.execPath
        : join(dirname(runtimes.resolve(`node-${node}/package.json`)), "bin", "node");
    const child = fork(join(here, "programs/app.mjs"), {
      execPath,
      execArgv: ["--expose-gc", ...flags, "--import", join(here, "programs/instrumentation.mjs")],
      env: {
        PATH: process.env["PATH"],
        INSTRUMENTATION: name,
        UPSTREAM: world.upstream,
        RECEIVER: `${world.receiver}/${name}`,
      },
    });
    const [{ port }] = (await once(child, "message")) as [{ port: number }];
    return new MeasuredApp(name, child, port);
  }

  async usage(after: "collect" | "now" = "now"): Promise<Usage> {
    const answer = once(this.#child, "message");
    this.#child.send(after);
    const [usage] = (await answer) as [Usage];
    return usage;
  }

  async run({ requests, clients, wait }: Load): Promise<Cost> {
    const before = await this.usage();
    const latencies: number[] = [];
    let left = requests;
    const client = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        const start = performance.now();
        await this.#ask(wait);
        latencies.push(performance.now() - start);
      }
    };
    await Promise.all(Array.from({ length: clients }, client));
    const after = await this.usage();
    return {
      cpuMicros: (after.cpuMicros - before.cpuMicros) / requests,
      latencies: latencies.toSorted((a, b) => a - b),
    };
  }

  stop(): void {
    this.#agent.destroy();
    this.#child.disconnect();
  }

  async #ask(wait: number): Promise<void> {
    this.#users += 1;
    const path = `/orders?user=usr_${(this.#users * 104_729).toString(36)}&wait=${wait}`;
    const sent = request({ agent: this.#agent, host: "127.0.0.1", port: this.#port, path });
    sent.end();
    const [response] = (await once(sent, "response")) as [NodeJS.ReadableStream & { statusCode: number }];
    response.resume();
    await once(response, "end");
    if (response.statusCode !== 200) throw new Error(`${this.name} answered ${response.statusCode}`);
  }
}
