import type { Terminal } from "./terminal.ts";

/** A line on standard error that says who speaks: wrapped commands speak there too. */
export function tell(terminal: Terminal, text: string): void {
  terminal.note(`weir: ${text}`);
}
