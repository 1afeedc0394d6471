import { EDITORS } from "./editor-link.ts";
import type { Editor } from "./editor-link.ts";

/** What a reader chose on the Settings page; kept in this browser only. */
export interface Preferences {
  readonly language: "auto" | "en" | "ko";
  readonly theme: "system" | "light" | "dark";
  readonly density: "normal" | "compact";
  /** Single-letter keys; they can get in the way of speech input (WCAG 2.1.4). */
  readonly shortcuts: boolean;
  readonly editor: Editor | "none";
  /** Folder of the project on the reader's computer. */
  readonly folder: string;
}

/** What is chosen from a list. */
export type Choice = Exclude<keyof Preferences, "folder">;

const LONGEST_FOLDER = 1000;

export const DEFAULTS: Preferences = {
  language: "auto",
  theme: "system",
  density: "normal",
  shortcuts: true,
  editor: "none",
  folder: "",
};

const CHOICES: { readonly [Name in Choice]: readonly Preferences[Name][] } = {
  language: ["auto", "en", "ko"],
  theme: ["system", "light", "dark"],
  density: ["normal", "compact"],
  shortcuts: [true, false],
  editor: ["none", ...EDITORS],
};

/** Reads what was kept; anything that is no choice (any more) falls back to its default. */
export function readPreferences(kept: string | null): Preferences {
  const found = parse(kept);
  return {
    language: choice("language", found),
    theme: choice("theme", found),
    density: choice("density", found),
    shortcuts: choice("shortcuts", found),
    editor: choice("editor", found),
    folder: typeof found.folder === "string" ? found.folder.slice(0, LONGEST_FOLDER) : DEFAULTS.folder,
  };
}

/** `lang` of the address, then the setting, then the browser's wish, then English. */
export function languageOf(
  address: string | undefined,
  setting: Preferences["language"],
  wished: readonly string[],
): "en" | "ko" {
  if (address === "en" || address === "ko") return address;
  if (setting !== "auto") return setting;
  const first = wished.map((tag) => tag.toLowerCase().split("-")[0]).find((tag) => tag === "en" || tag === "ko");
  return first === "ko" ? "ko" : "en";
}

function choice<Name extends Choice>(name: Name, found: Partial<Preferences>): Preferences[Name] {
  const value = found[name];
  return value !== undefined && CHOICES[name].includes(value) ? value : DEFAULTS[name];
}

function parse(kept: string | null): Partial<Preferences> {
  if (kept === null) return {};
  try {
    const found: unknown = JSON.parse(kept);
    return typeof found === "object" && found !== null ? found : {};
  } catch {
    // Somebody else's entry under our name: start from the defaults.
    return {};
  }
}
