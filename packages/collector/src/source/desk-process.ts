import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { DeskOptions } from "./source-desk.ts";

export type Question = "put" | "frames" | "facts" | "advice";

/** What is sent to the process. */
export interface Ask {
  readonly id: number;
  readonly name: Question;
  readonly args: readonly unknown[];
}

/** What comes back. */
export type Answer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: string };

/** Said once by the process: from here on what takes long is the question, not the start. */
export const READY = "ready";

/** Heap of the process; more than that is a map or a source made to use it up. */
const MAX_HEAP_MB = 1_024;

export interface DeskProcessListener {
  /** The process has started and takes questions; those sent before were kept for it. */
  ready(process: DeskProcess): void;
  answered(answer: Answer): void;
  /** The process ended without being asked to. */
  lost(process: DeskProcess): void;
}

/**
 * One process that reads source. A process and not a thread: hostile source can overflow the native parser's stack,
 * which ends everything that shares the process.
 */
export class DeskProcess {
  readonly #child: ChildProcess;
  #stopped = false;
  #ready = false;

  constructor(desk: DeskOptions, listener: DeskProcessListener) {
    // From source the file keeps its ending; compiled it is JavaScript, like this one.
    const compiled = !import.meta.url.endsWith(".ts");
    const file = fileURLToPath(new URL(`./source-process${compiled ? ".js" : ".ts"}`, import.meta.url));
    const { NODE_OPTIONS: _inherited, ...env } = process.env;
    this.#child = fork(file, [JSON.stringify(desk)], {
      env,
      execArgv: [`--max-old-space-size=${MAX_HEAP_MB}`, ...(compiled ? [] : ["--conditions=@weir/source"])],
      serialization: "advanced",
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    this.#child.on("message", (said: typeof READY | Answer) => {
      if (said !== READY) return listener.answered(said);
      this.#ready = true;
      listener.ready(this);
    });
    const lost = (): void => {
      if (this.#stopped) return;
      this.#stopped = true;
      listener.lost(this);
    };
    this.#child.on("error", lost);
    this.#child.on("exit", lost);
    this.idle();
  }

  get isReady(): boolean {
    return this.#ready;
  }

  /** Sends a question. As long as it is open, the process keeps its parent alive. */
  ask(question: Ask): void {
    this.#child.ref();
    this.#child.channel?.ref();
    // A failure to send is a process that is gone; its `exit` follows and says so.
    this.#child.send(question, () => {});
  }

  /** Nothing is asked: the parent may end. */
  idle(): void {
    this.#child.unref();
    this.#child.channel?.unref();
  }

  /** Ends the process and waits until it is gone. */
  async stop(): Promise<void> {
    this.#stopped = true;
    const { exitCode, signalCode } = this.#child;
    if (exitCode !== null || signalCode !== null) return;
    const gone = new Promise<void>((resolve) => this.#child.once("exit", () => resolve()));
    this.#child.ref();
    this.#child.kill("SIGKILL");
    await gone;
  }
}
