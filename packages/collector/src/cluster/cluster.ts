import { lookup } from "node:dns/promises";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { WeirError } from "../errors.ts";
import type { Intake } from "../ingest/intake.ts";
import type { Journal, JournalEntry } from "../ingest/journal/journal.ts";
import type { Metrics } from "../metrics.ts";
import { Ticker } from "../pipeline/ticker.ts";
import { tokensIn } from "../server/token.ts";
import { ClusterIntake } from "./cluster-intake.ts";
import { HomeIntake } from "./home-intake.ts";
import { noticeRoutes } from "./notices/notice-routes.ts";
import { NoticeShelf } from "./notices/notice-shelf.ts";
import { Notices, type NoticesParts } from "./notices/notices.ts";
import { PEER_CLIENT, PeerClient } from "./peer-client.ts";
import { namedPeers, type PeerList } from "./peer-list.ts";
import { peerRoutes } from "./peer-routes.ts";
import { rememberingReplay } from "./remembering-journal.ts";
import { ResolvedPeers } from "./resolved-peers.ts";
import { TakenFile } from "./taken-file.ts";

/** How often a name of peers is looked up. Milliseconds. */
const RESOLVE_MS = 5_000;
/** How often other collectors are asked for notices this one has not heard of. Milliseconds. */
const LOOK_MS = 10_000;

export interface ClusterOptions {
  /** See `CollectorConfig`. */
  readonly peers: readonly string[];
  readonly self: string | undefined;
  readonly tokens: readonly string[] | undefined;
  /** Keeps what was taken and told over restarts; without it they are forgotten with the process. */
  readonly folder: string | undefined;
  /** Does the journal outlive the process? If not, what was taken is forgotten together with it. */
  readonly keepsJournal: boolean;
  readonly maxBodyBytes: number;
  readonly maxBodyBytesAtOnce: number;
  readonly metrics: Metrics;
  readonly apply: NoticesParts["apply"];
  readonly onFailure: (error: unknown) => void;
}

/** One of several collectors over one store: what it needs to work with the others. */
export class Cluster {
  readonly notices: Notices;
  readonly #options: ClusterOptions;
  readonly #peers: PeerList;
  readonly #taken: TakenFile;
  readonly #shelf: NoticeShelf;
  readonly #tickers: readonly Ticker[];
  #home: HomeIntake | undefined;

  /** @throws WeirError `WEIR_SELF_MISSING`, `WEIR_SELF_NOT_A_PEER` */
  static async open(options: ClusterOptions): Promise<Cluster> {
    const { peers, self, onFailure, metrics } = options;
    if (self === undefined) {
      throw new WeirError("WEIR_SELF_MISSING", "A collector with peers has to know its own address", {
        hint: "Set --self to the URL by which the other collectors reach this one",
      });
    }
    const [name = ""] = peers;
    if (!name.startsWith("dns:")) return new Cluster(options, namedPeers(peers, self), []);
    const changes = metrics.counter("weir_cluster_peer_changes_total", "Times the list of peers became another one");
    const resolved = new ResolvedPeers({
      name,
      self,
      resolve: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
      onChange: () => changes.add(),
      onFailure,
    });
    await resolved.look();
    return new Cluster(options, resolved, [new Ticker(RESOLVE_MS, () => resolved.look(), onFailure)]);
  }

  private constructor(options: ClusterOptions, peers: PeerList, tickers: readonly Ticker[]) {
    const { folder, keepsJournal, tokens, metrics, apply, onFailure } = options;
    this.#options = options;
    this.#peers = peers;
    this.#taken = new TakenFile(keepsJournal ? folder : undefined, onFailure);
    this.#shelf = new NoticeShelf(folder === undefined ? undefined : join(folder, "notices"));
    const [token] = tokensIn(tokens);
    this.notices = new Notices({ shelf: this.#shelf, peers, token, metrics, apply, onFailure });
    this.#tickers = [...tickers, new Ticker(LOOK_MS, () => this.notices.look(), onFailure, 0)];
  }

  /** The same journal; its replay also tells what was taken. */
  watched(journal: Journal): Journal {
    const { maxBodyBytes } = this.#options;
    const replay = (): AsyncIterable<JournalEntry> => rememberingReplay(journal, this.#taken, maxBodyBytes);
    return {
      hasRoom: (bytes) => journal.hasRoom(bytes),
      append: (body, form) => journal.append(body, form),
      release: (entry) => journal.release(entry),
      isLive: (entry) => journal.isLive(entry),
      replay,
      stats: () => journal.stats(),
      close: () => journal.close(),
    };
  }

  /** Takes bodies from senders in `intake`'s place; what is at home here goes on to `intake`. */
  intake(intake: Intake): ClusterIntake {
    const { metrics, maxBodyBytes, tokens } = this.#options;
    const home = new HomeIntake({ intake, taken: this.#taken, metrics });
    const [token] = tokensIn(tokens);
    this.#home = home;
    const client = new PeerClient({ ...PEER_CLIENT, token });
    return new ClusterIntake({ home, peers: this.#peers, client, metrics, maxBodyBytes });
  }

  /** What the other collectors ask; and from then on this one asks them. */
  async join(app: FastifyInstance): Promise<void> {
    const { tokens, metrics, maxBodyBytes, maxBodyBytesAtOnce, onFailure } = this.#options;
    if (this.#home === undefined) throw new Error("A cluster needs its intake before it is joined");
    await app.register(peerRoutes({ home: this.#home, metrics, tokens, maxBodyBytes, maxBodyBytesAtOnce }));
    const onNews = (): void => void this.notices.look().catch(onFailure);
    await app.register(noticeRoutes({ shelf: this.#shelf, onNews, tokens }));
    for (const ticker of this.#tickers) ticker.start();
  }

  async close(): Promise<void> {
    await Promise.all(this.#tickers.map((ticker) => ticker.stop()));
    this.#taken.flush();
  }
}
