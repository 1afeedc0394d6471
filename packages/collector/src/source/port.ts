import type { CodeFrame, Frame, SourceFact, SourceFile } from "@weir/core";

/** Whose build a file belongs to. Paths of two services or versions never mix. */
export interface Build {
  readonly service: string;
  readonly env: string;
  readonly version: string;
}

/**
 * Turns raw stack frames into places in the user's source and reads what the source says about two calls.
 * Implemented around a process of its own; every answer is bounded in time and size, and a failure is "unknown".
 */
export interface SourceReader {
  /**
   * Keeps built files and maps; replaces older content of the same path. Over the named bound the oldest are dropped
   * and counted. Rejects with `WEIR_SOURCES_NOT_TAKEN` when they were not kept: they are to be sent again.
   */
  put(build: Build, files: readonly SourceFile[]): Promise<void>;
  /** Maps each stack (raw text, newline-joined) to user frames, innermost first; frames of packages and runtimes are left out. */
  frames(build: Build, stacks: readonly string[]): Promise<readonly (readonly Frame[])[]>;
  /** What the source says for each ordered pair of mapped stacks, in the same order. */
  facts(build: Build, pairs: readonly FramePair[]): Promise<readonly SourceFact[]>;
  /** Lines around the given frames, one entry per file, and the patch that starts the calls together, if one is safe to offer. */
  advice(build: Build, request: AdviceRequest): Promise<Advice>;
  close(): Promise<void>;
}

export interface FramePair {
  readonly from: readonly Frame[];
  readonly to: readonly Frame[];
  /** All files whose `load` ran for the request, where the framework tells. */
  readonly loads?: readonly string[];
}

export interface AdviceRequest {
  readonly kind: SourceFact["kind"];
  /** User frames of each call of the finding. */
  readonly calls: readonly (readonly Frame[])[];
  readonly startTogether: readonly (readonly number[])[];
  readonly after: readonly number[];
}

export interface Advice {
  readonly code: readonly CodeFrame[];
  /** Unified diff; absent when the safe form cannot be offered, and then `withheld` says why. */
  readonly patch?: string;
  readonly withheld?: string;
  /** With a patch: what it brings along besides time, as codes with sentences in the message catalogues. */
  readonly notes?: readonly string[];
}
