import { setImmediate } from "node:timers/promises";
import launchEditor from "launch-editor";
import type { Editor, FilePlace } from "./port.ts";

/** The editor that runs already, or the one that `LAUNCH_EDITOR`, `VISUAL` or `EDITOR` names. */
export class LaunchedEditor implements Editor {
  readonly #command: string | undefined;

  /** `command` instead of looking for one. */
  constructor(command?: string) {
    this.#command = command;
  }

  async open({ path, line, column }: FilePlace): Promise<boolean> {
    let failed = false;
    launchEditor(`${path}:${line}:${column}`, this.#command, () => (failed = true));
    // A command that does not exist is known once the started process has been looked at.
    await setImmediate();
    return !failed;
  }
}
