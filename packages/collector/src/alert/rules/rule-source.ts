import { readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import type { RuleFault } from "@weir/core";
import { settingsMark } from "../settings-mark.ts";
import type { AlertSettings } from "../settings.ts";
import { settingsWithoutFile } from "./built-in.ts";
import { readRuleFile } from "./read-rule-file.ts";
import type { SettingsSources } from "./settings-of.ts";

/** Of a rule file, and of a file that holds a secret. Bytes. */
const MAX_BYTES = 512 * 1024;

export interface RuleSourceOptions {
  readonly path: string;
  /** A file that was named must be there; one looked for by habit need not. */
  readonly named: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface RuleFileState {
  readonly state: "none" | "ok" | "broken";
  readonly name?: string;
  readonly loadedAt?: number;
  readonly faults: readonly RuleFault[];
}

/** The rules in force. Looks at the file again and again; a broken one changes nothing but what is said about it. */
export class RuleSource {
  readonly #options: RuleSourceOptions;
  readonly #sources: SettingsSources;
  #settings: AlertSettings;
  #state: RuleFileState = { state: "none", faults: [] };
  #seen = "";

  constructor(options: RuleSourceOptions, now: number) {
    this.#options = options;
    this.#sources = { env: options.env, readFile: readText };
    this.#settings = settingsWithoutFile(options.env);
    this.reload(now);
  }

  get settings(): AlertSettings {
    return this.#settings;
  }

  get state(): RuleFileState {
    return this.#state;
  }

  get sources(): SettingsSources {
    return this.#sources;
  }

  /** Reads the file, and files with secrets it names. True when other settings are in force now. */
  reload(now: number): boolean {
    const { path, named, env } = this.#options;
    const name = basename(path);
    const text = readText(path);
    if (text === undefined) return this.#missing(name, named || this.#state.state !== "none");
    const read = readRuleFile(text, this.#sources);
    if (!read.ok) {
      const { loadedAt } = this.#state;
      this.#state = { state: "broken", name, faults: read.faults, ...(loadedAt === undefined ? {} : { loadedAt }) };
      return false;
    }
    const seen = `${text}\u0000${[...read.settings.receivers.values()].map(settingsMark).join(" ")}`;
    const loadedAt = seen === this.#seen ? (this.#state.loadedAt ?? now) : now;
    this.#state = { state: "ok", name, loadedAt, faults: [] };
    if (seen === this.#seen) return false;
    this.#seen = seen;
    // What the variable says holds beside the file: a file without receivers still reaches somebody.
    const without = settingsWithoutFile(env);
    this.#settings =
      read.settings.receivers.size === 0 ? { ...without, ...withoutReceivers(read.settings) } : read.settings;
    return true;
  }

  #missing(name: string, expected: boolean): boolean {
    if (!expected) return false;
    const fault = { line: 1, column: 1, key: "", message: "the file is not there, or cannot be read" };
    const { loadedAt } = this.#state;
    this.#state = { state: "broken", name, faults: [fault], ...(loadedAt === undefined ? {} : { loadedAt }) };
    return false;
  }
}

/** What a file without receivers can still say. */
function withoutReceivers({
  minRequests,
  mutes,
  inhibitions,
  group,
  everyMs,
  lang,
  dashboard,
  allow,
}: AlertSettings): Partial<AlertSettings> {
  return {
    minRequests,
    mutes,
    inhibitions,
    group,
    everyMs,
    lang,
    allow,
    ...(dashboard === undefined ? {} : { dashboard }),
  };
}

function readText(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined || !stat.isFile() || stat.size > MAX_BYTES) return undefined;
  try {
    return readFileSync(path, "utf8");
  } catch {
    // Gone in between, or not for us to read: the same to whoever asks.
    return undefined;
  }
}
