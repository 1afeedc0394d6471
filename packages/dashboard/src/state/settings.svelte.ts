import { readPreferences } from "./preferences.ts";
import type { Preferences } from "./preferences.ts";

const KEPT_AS = "weir.preferences";

/** The reader's choices, kept in this browser where it lets us. */
class Settings {
  #chosen = $state.raw<Preferences>(readPreferences(read()));

  get chosen(): Preferences {
    return this.#chosen;
  }

  choose(changes: Partial<Preferences>): void {
    this.#chosen = { ...this.#chosen, ...changes };
    try {
      localStorage.setItem(KEPT_AS, JSON.stringify(this.#chosen));
    } catch {
      // Storage is full or forbidden: the choice then lasts as long as the page.
    }
  }
}

function read(): string | null {
  try {
    return localStorage.getItem(KEPT_AS);
  } catch {
    // Storage is forbidden (embedded, or a file): the defaults do.
    return null;
  }
}

export const settings: Settings = new Settings();
