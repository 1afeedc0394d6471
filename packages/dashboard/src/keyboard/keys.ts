/** What of a keyboard event decides. */
export interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly isComposing: boolean;
}

/** How long `g` waits for its second key, ms. */
const SECOND_KEY = 1_500;

/** Name of a press: `j`, `Y`, `?`, `mod+k`, `shift+ArrowLeft`. Nothing while a text is being composed. */
export function nameOf(press: Press): string | undefined {
  if (press.isComposing || press.key === "Dead" || press.key === "Process") return undefined;
  if (press.altKey) return undefined;
  const single = isCharacter(press.key);
  const mod = press.ctrlKey || press.metaKey ? "mod+" : "";
  const shift = press.shiftKey && !single ? "shift+" : "";
  return mod + shift + (single && mod !== "" ? press.key.toLowerCase() : press.key);
}

/** A key that types a character by itself: those can be switched off. */
export function isSingle(keys: string): boolean {
  return !keys.startsWith("mod+") && keys.split(" ").every(isCharacter);
}

/** Keys that are no character have names of several. */
function isCharacter(key: string): boolean {
  return Array.from(key).length === 1;
}

/** Joins presses to sequences (`g r`). */
export class Sequences {
  #first: { readonly key: string; readonly at: number } | undefined;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The name to look up: the press alone, or with the first key before it. `starts` says whether a key opens a sequence. */
  press(name: string, starts: (key: string) => boolean): string | undefined {
    const first = this.#first;
    this.#first = undefined;
    if (first !== undefined && this.#now() - first.at <= SECOND_KEY) return `${first.key} ${name}`;
    if (!starts(name)) return name;
    this.#first = { key: name, at: this.#now() };
    return undefined;
  }
}
