import type { Figures } from "./bed.ts";

export interface OutageResult extends Partial<Figures> {
  /** What had to be so, and was or was not. */
  readonly holds: Readonly<Record<string, boolean>>;
  /** What the collector said about it, where it had to. */
  readonly said?: string;
  readonly measured?: Readonly<Record<string, number>>;
}

/** Something goes wrong around a working collector. */
export interface Outage {
  readonly name: string;
  readonly expects: string;
  readonly run: (place: { readonly work: string; readonly port: number }) => Promise<OutageResult>;
}
