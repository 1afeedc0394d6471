import type { Encoding } from "../ingest/body-form.ts";
import type { Intake } from "../ingest/intake.ts";
import type { PartialSuccess } from "../ingest/otlp-answer.ts";
import { READ_LIMITS } from "../ingest/span-batch.ts";
import type { Counter, Metrics } from "../metrics.ts";
import { scanBody } from "./cutting/scanned-body.ts";
import type { TakenFile } from "./taken-file.ts";

const FRESH = 0;
const REPEATED = 1;

/** Takes bodies whose traces are at home here, each piece once. */
export class HomeIntake {
  readonly #intake: Pick<Intake, "take" | "checkRoom">;
  readonly #taken: TakenFile;
  readonly #repeated: Counter;

  constructor(parts: {
    readonly intake: Pick<Intake, "take" | "checkRoom">;
    readonly taken: TakenFile;
    readonly metrics: Metrics;
  }) {
    const { intake, taken, metrics } = parts;
    this.#intake = intake;
    this.#taken = taken;
    this.#repeated = metrics.counter(
      "weir_cluster_repeated_pieces_total",
      "Traces' spans in bodies that had come before",
    );
    metrics.gauge("weir_cluster_remembered_pieces", "Traces' spans known as taken", () => taken.size);
  }

  /** See `Intake.checkRoom`. */
  checkRoom(bytes: number): void {
    this.#intake.checkRoom(bytes);
  }

  /**
   * When it resolves, every piece of the body is durable here: now, or since it came before.
   *
   * @throws WeirError like `Intake.take`; then nothing of it was taken now.
   */
  async take(body: Buffer, encoding: Encoding): Promise<PartialSuccess | undefined> {
    const scanned = scanBody(body, encoding, READ_LIMITS.maxSpans);
    const binOf = scanned.pieces.map(({ id }) => (this.#taken.has(id) ? REPEATED : FRESH));
    const repeated = binOf.filter((bin) => bin === REPEATED).length;
    this.#repeated.add(repeated);
    const [fresh] = repeated === 0 ? [body] : scanned.parts(binOf, 2, FRESH);
    if (fresh === undefined) return undefined;
    const partial = await this.#intake.take(fresh, { encoding, gzip: false });
    for (const { id } of scanned.pieces) this.#taken.add(id);
    return partial;
  }
}
