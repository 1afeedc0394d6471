import { mkdir, readFile } from "node:fs/promises";
import { ProcessGroup } from "../../../tools/start/process-group.ts";
import { answering } from "../drive/capture-run.ts";
import { startSpec } from "../drive/fixture-process.ts";
import type { FixtureApp, VisitRequest } from "../truth/case.ts";
import { type VisitRun, VisitRunner } from "../truth/visit-runner.ts";
import type { LatencyMix } from "../upstream/latency.ts";
import { loadUpstream } from "../upstream/load-upstream.ts";
import { type Replacement, UpstreamServer } from "../upstream/upstream-server.ts";

export interface LaneOptions {
  readonly app: FixtureApp;
  /** With the built app. */
  readonly folder: string;
  readonly port: number;
  readonly logs: string;
}

/** One app in a process of its own, with an upstream of its own: several of them are visited at the same time. */
export class Lane {
  readonly #options: LaneOptions;
  readonly #upstream: UpstreamServer;
  readonly #log: string;
  #group: ProcessGroup;
  #runner: VisitRunner;
  #told = 0;

  private constructor(options: LaneOptions, upstream: UpstreamServer, started: Started) {
    this.#options = options;
    this.#upstream = upstream;
    this.#group = started.group;
    this.#runner = started.runner;
    this.#log = started.log;
  }

  /** @throws ProcessFailed where the app does not come up */
  static async start(options: LaneOptions): Promise<Lane> {
    await mkdir(options.logs, { recursive: true });
    const upstream = await UpstreamServer.listen({ upstream: await loadUpstream(options.app), port: 0, mix: "fast" });
    return new Lane(options, upstream, await startApp(options, upstream));
  }

  visit(
    request: VisitRequest,
    mix: LatencyMix,
    replacements: Readonly<Record<string, Replacement>> = {},
  ): Promise<VisitRun> {
    return this.#runner.run(request, mix, replacements);
  }

  /** Rejections nobody handled since the last look, as the process printed them. */
  async unhandled(): Promise<number> {
    const all = (await readFile(this.#log, "utf8")).match(/unhandled ?rejection/gi)?.length ?? 0;
    const since = all - this.#told;
    this.#told = all;
    return since;
  }

  /** Did the app end by itself? It is started again then. */
  async died(): Promise<boolean> {
    if (!this.#group.over) return false;
    const started = await startApp(this.#options, this.#upstream);
    this.#group = started.group;
    this.#runner = started.runner;
    this.#told = 0;
    return true;
  }

  async stop(): Promise<void> {
    await this.#group.stop();
    await this.#upstream.close();
  }
}

interface Started {
  readonly group: ProcessGroup;
  readonly runner: VisitRunner;
  readonly log: string;
}

async function startApp({ app, folder, port, logs }: LaneOptions, upstream: UpstreamServer): Promise<Started> {
  const base = `http://127.0.0.1:${port}`;
  const spec = startSpec(app, { app: port, upstreamUrl: upstream.url, collectorUrl: "http://127.0.0.1:9" }, logs);
  const group = new ProcessGroup({ ...spec, cwd: folder, env: { ...spec.env, WEIR_DISABLED: "1" } });
  try {
    await answering(group, base);
  } catch (error) {
    await group.stop();
    throw error;
  }
  return { group, runner: new VisitRunner(base, upstream), log: spec.log };
}
