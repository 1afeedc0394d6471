import type { BodyForm, Encoding } from "../ingest/body-form.ts";
import { gunzip } from "../ingest/gunzip.ts";
import type { PartialSuccess } from "../ingest/otlp-answer.ts";
import { READ_LIMITS } from "../ingest/span-batch.ts";
import type { Counter, Metrics } from "../metrics.ts";
import { scanBody } from "./cutting/scanned-body.ts";
import type { HomeIntake } from "./home-intake.ts";
import { answerOf, outcomeOf, type PartOutcome, RETRY_AFTER } from "./part-outcome.ts";
import type { PeerClient } from "./peer-client.ts";
import type { PeerList } from "./peer-list.ts";

export interface ClusterIntakeParts {
  readonly home: HomeIntake;
  readonly peers: PeerList;
  readonly client: PeerClient;
  readonly metrics: Metrics;
  /** Bytes of one body after decompression. */
  readonly maxBodyBytes: number;
}

/** Takes bodies from senders and brings each trace to its home, here or at another collector. */
export class ClusterIntake {
  readonly #parts: ClusterIntakeParts;
  readonly #sent: Counter;

  constructor(parts: ClusterIntakeParts) {
    const { metrics, client, peers } = parts;
    this.#parts = parts;
    this.#sent = metrics.counter(
      "weir_cluster_parts_total",
      "Parts handed to other collectors, by what became of them",
    );
    metrics.gauge(
      "weir_cluster_bytes_on_the_way",
      "Bytes of parts on their way to other collectors",
      () => client.bytes,
    );
    metrics.gauge(
      "weir_cluster_peers",
      "Collectors that share the store, as this one sees them",
      () => peers.homes.peers.length,
    );
  }

  /**
   * When it resolves, every span of the body is durable at the home of its trace.
   *
   * @throws WeirError with a status of 400 or 413 for a body that can never be taken, 503 when a part may be later: the
   * sender sends all of it again, and what was taken already counts once.
   */
  async take(body: Buffer, form: BodyForm): Promise<PartialSuccess | undefined> {
    const { peers, maxBodyBytes, home } = this.#parts;
    home.checkRoom(body.length);
    const plain = form.gzip ? await gunzip(body, maxBodyBytes) : body;
    const { homes, self } = peers;
    const scanned = scanBody(plain, form.encoding, READ_LIMITS.maxSpans);
    // While this collector is not in the list, it is nobody's home; and nobody is while the list is empty.
    const own = self < 0 ? homes.peers.length : self;
    const binOf = scanned.pieces.map(({ trace }) => homes.of(trace));
    if (binOf.includes(-1)) return answerOf([{ state: "later", why: "away", retryAfter: RETRY_AFTER }]);
    const bodies = scanned.parts(binOf, homes.peers.length + 1, own);
    const isEmpty = bodies.every((part) => part === undefined);
    const work = bodies.flatMap((part, bin) => {
      if (bin === own) return part === undefined && !isEmpty ? [] : [this.#keep(part ?? plain, form.encoding)];
      return part === undefined ? [] : [this.#hand(homes.peers[bin] ?? "", part, form.encoding)];
    });
    return answerOf(await Promise.all(work));
  }

  async #keep(part: Buffer, encoding: Encoding): Promise<PartOutcome> {
    try {
      return { state: "taken", partial: await this.#parts.home.take(part, encoding) };
    } catch (error) {
      return outcomeOf(error);
    }
  }

  async #hand(peer: string, part: Buffer, encoding: Encoding): Promise<PartOutcome> {
    const outcome = await this.#parts.client.send(peer, part, encoding);
    this.#sent.add(1, { result: outcome.state === "later" ? outcome.why : outcome.state });
    return outcome;
  }
}
