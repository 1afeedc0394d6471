import { spawn } from "node:child_process";
import { tell } from "./tell.ts";
import type { Terminal } from "./terminal.ts";

const OPENERS: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ["open"],
  win32: ["cmd", "/c", "start", ""],
};

/** Asks the system to show a page of ours. That it cannot is worth a line, not an end. */
export function openBrowser(url: string, terminal: Terminal): void {
  const [name = "xdg-open", ...args] = OPENERS[process.platform] ?? [];
  const child = spawn(name, [...args, url], { stdio: "ignore", detached: true });
  child.once("error", (error) => tell(terminal, terminal.say("error.cannot-run", { name, message: error.message })));
  child.unref();
}
