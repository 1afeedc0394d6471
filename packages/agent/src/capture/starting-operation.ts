import type { LiveOperation } from "./live-root.ts";

/**
 * The operation whose call is being made on this very stack. Spans that start before the call returns belong to it,
 * even where no context manager carries anything.
 */
export interface StartingOperation {
  op: LiveOperation | undefined;
}
