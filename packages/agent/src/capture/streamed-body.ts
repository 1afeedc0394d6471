import type { StreamWatch } from "./body-stream.ts";
import type { LiveOperation } from "./live-root.ts";
import type { Recorder } from "./recorder.ts";
import { decodeText, isTextual, MAX_TEXT_CHARS } from "./text-chunks.ts";

/** One response's body while the app reads it piece by piece. */
export class StreamedBody implements StreamWatch {
  readonly #recorder: Recorder;
  readonly #op: LiveOperation;
  readonly #response: Response;
  /** Copies: the app may write into what it was given. Absent where they are not wanted, or were too many. */
  #chunks: Uint8Array[] | undefined;
  #size = 0;
  #open = false;

  constructor(recorder: Recorder, op: LiveOperation, response: Response, values: boolean) {
    this.#recorder = recorder;
    this.#op = op;
    this.#response = response;
    if (values && isTextual(response.headers.get("content-type"))) this.#chunks = [];
  }

  opened(): void {
    if (this.#open) {
      // Read twice, by the halves of a tee or by two readers in turn: what comes is no longer the text once.
      this.#chunks = undefined;
      return;
    }
    this.#open = true;
    this.#recorder.hold(this.#op);
  }

  reading(promise: Promise<unknown>): void {
    this.#recorder.pieceAsked(this.#op, promise);
  }

  piece(chunk: unknown): void {
    this.#recorder.piece(this.#op);
    if (this.#chunks === undefined) return;
    if (!(chunk instanceof Uint8Array) || this.#size + chunk.length > MAX_TEXT_CHARS) {
      this.#chunks = undefined;
      return;
    }
    this.#size += chunk.length;
    this.#chunks.push(chunk.slice());
  }

  ended(): void {
    if (!this.#open) return;
    this.#open = false;
    const text = this.#chunks === undefined ? undefined : decodeText(this.#chunks, undefined);
    const { status, headers } = this.#response;
    this.#recorder.body(this.#op, {
      status,
      headers: () => headers.entries(),
      ...(text === undefined ? {} : { text }),
    });
  }

  broke(error: unknown): void {
    if (!this.#open) return;
    this.#open = false;
    this.#recorder.bodyFailed(this.#op, error);
  }

  inside<Result>(run: () => Result): Result {
    return this.#recorder.inside(this.#op, run);
  }
}
