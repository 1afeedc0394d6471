import type { FastifyInstance } from "fastify";
import { WeirError } from "../../errors.ts";
import { Intake } from "../../ingest/intake.ts";
import { MemoryJournal } from "../../ingest/journal/memory-journal.ts";
import { MAX_BODY_BYTES, MAX_BODY_BYTES_AT_ONCE, otlpReceiver } from "../../ingest/receiver.ts";
import { CollectingSink } from "../../ingest/testing/collecting-sink.ts";
import { Metrics } from "../../metrics.ts";
import { createLogger } from "../../server/logger.ts";
import { createServer } from "../../server.ts";
import { ClusterIntake } from "../cluster-intake.ts";
import { HomeIntake } from "../home-intake.ts";
import { Homes } from "../homes.ts";
import { noticeRoutes } from "../notices/notice-routes.ts";
import { NoticeShelf, type NoticeKind } from "../notices/notice-shelf.ts";
import { Notices } from "../notices/notices.ts";
import { PEER_CLIENT, PeerClient } from "../peer-client.ts";
import { peerRoutes } from "../peer-routes.ts";
import { TakenFile } from "../taken-file.ts";

/** However busy the machine is, a peer that answers is not taken for one that is away. Milliseconds. */
const PATIENT_MS = 60_000;

export interface Told {
  readonly kind: NoticeKind;
  readonly content: unknown;
  readonly at: number;
}

interface CollectorOptions {
  /** Shown to others, and asked of them. */
  readonly token?: string;
}

/** A collector up to its pipeline, listening on a port of its own. */
export class TestCollector {
  readonly sink: CollectingSink = new CollectingSink();
  readonly metrics: Metrics = new Metrics();
  readonly told: Told[] = [];
  readonly failures: unknown[] = [];
  readonly peers: { homes: Homes; self: number } = { homes: new Homes([]), self: -1 };
  readonly notices: Notices;
  /** Asked of others. */
  readonly tokens: string[];
  readonly #app: FastifyInstance;
  url = "";
  /** Hangs up on everybody, as a process that was killed does. */
  isAway = false;
  /** Can act on no notice now. */
  isBusy = false;

  constructor(options: CollectorOptions = {}) {
    const { metrics, peers } = this;
    this.tokens = options.token === undefined ? [] : [options.token];
    const tokens = options.token === undefined ? undefined : this.tokens;
    const taken = new TakenFile(undefined, (error) => this.failures.push(error));
    const intake = new Intake({ sink: this.sink, journal: new MemoryJournal(), metrics, maxBodyBytes: MAX_BODY_BYTES });
    const home = new HomeIntake({ intake, taken, metrics });
    const client = new PeerClient({ ...PEER_CLIENT, timeoutMs: PATIENT_MS, pauseMs: 0, token: options.token });
    const shelf = new NoticeShelf(undefined);
    this.notices = new Notices({
      shelf,
      peers,
      token: options.token,
      metrics,
      apply: async (kind, content, at) => {
        if (this.isBusy) throw new WeirError("WEIR_SOURCES_NOT_TAKEN", "not now", { status: 503 });
        this.told.push({ kind, content, at });
      },
      onFailure: (error) => this.failures.push(error),
    });
    this.#app = createServer({
      logger: createLogger("silent"),
      metrics,
      readiness: () => ({ ready: true }),
      allowedHosts: [],
      allowedOrigins: [],
    });
    this.#app.addHook("onRequest", async (request) => {
      if (this.isAway) request.raw.destroy();
    });
    const bounds = { maxBodyBytes: MAX_BODY_BYTES, maxBodyBytesAtOnce: MAX_BODY_BYTES_AT_ONCE };
    const clusterIntake = new ClusterIntake({ home, peers, client, metrics, maxBodyBytes: MAX_BODY_BYTES });
    void this.#app.register(
      otlpReceiver({ intake: clusterIntake, metrics, cors: { origins: [], headers: [] }, forwarders: [], ...bounds }),
    );
    void this.#app.register(peerRoutes({ home, metrics, tokens, ...bounds }));
    const onNews = (): void => void this.notices.look();
    void this.#app.register(noticeRoutes({ shelf, onNews, tokens }));
  }

  async listen(): Promise<void> {
    this.url = await this.#app.listen({ host: "127.0.0.1", port: 0 });
  }

  async close(): Promise<void> {
    await this.#app.close();
  }

  /** Sum over all labels of a metric. */
  counted(name: string): number {
    const lines = this.metrics.text().split("\n");
    const values = lines.filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
    return values.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" ") + 1)), 0);
  }
}

export type Three = readonly [TestCollector, TestCollector, TestCollector];

/** Starts three and tells each of the others. */
export async function openCollectors(options: CollectorOptions = {}): Promise<Three> {
  const collectors = [new TestCollector(options), new TestCollector(options), new TestCollector(options)] as const;
  await Promise.all(collectors.map((collector) => collector.listen()));
  const homes = new Homes(collectors.map(({ url }) => url));
  for (const { peers, url } of collectors) Object.assign(peers, { homes, self: homes.peers.indexOf(url) });
  return collectors;
}
