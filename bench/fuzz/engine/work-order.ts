/** What the watching thread asks for. */
export interface WorkOrder {
  readonly target: string;
  readonly seed: number;
  /** Numbers of the inputs: from, and up to but without. */
  readonly from: number;
  readonly to: number;
  /** The input being read, and its number and length. */
  readonly input: SharedArrayBuffer;
  readonly state: SharedArrayBuffer;
}

export interface Progress {
  readonly done: number;
  /** Read since the last time. */
  readonly bytes: number;
  /** Different outcomes so far. */
  readonly outcomes: number;
  readonly kept: number;
  readonly slow: readonly { readonly index: number; readonly ms: number }[];
  readonly heapMb: number;
  readonly rssMb: number;
}
