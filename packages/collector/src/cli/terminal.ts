import { stripVTControlCharacters, styleText } from "node:util";
import { toAscii } from "./to-ascii.ts";
import { type Language, languageOf, type Say, sayIn, type SayArgs, sayLater } from "./messages/say.ts";

export type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";

export interface Stream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

export interface TerminalOptions {
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly stdin: { readonly isTTY?: boolean | undefined };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly clock: () => number;
  readonly flags: {
    readonly lang?: string | undefined;
    readonly color?: string | undefined;
    readonly json?: boolean;
    readonly quiet?: boolean;
    readonly verbose?: boolean;
    readonly noInput?: boolean;
  };
}

/** Columns where nobody says how many there are. */
const DEFAULT_COLUMNS = 100;
const MIN_COLUMNS = 40;

/**
 * Where a command speaks. The result goes to standard output, everything else to standard error, so that a pipe gets the
 * result alone. Knows colour, width, glyphs and language, so that commands do not.
 */
export class Terminal {
  readonly env: TerminalOptions["env"];
  readonly cwd: string;
  readonly clock: () => number;
  readonly language: Language;
  readonly say: Say;
  readonly json: boolean;
  readonly verbose: boolean;
  /** Questions may be asked. */
  readonly interactive: boolean;
  /** Standard error is a screen on which a line can be rewritten. */
  readonly live: boolean;
  /** Standard output is a screen, not a file or a pipe. */
  readonly isScreen: boolean;
  readonly columns: number;
  /** The locale can show more than ASCII. */
  readonly unicode: boolean;
  readonly #options: TerminalOptions;
  readonly #colour: { readonly out: boolean; readonly err: boolean };

  constructor(options: TerminalOptions) {
    const { env, flags, stdout, stderr, stdin } = options;
    this.#options = options;
    this.env = env;
    this.cwd = options.cwd;
    this.clock = options.clock;
    this.language = languageOf(flags.lang, env);
    this.say = sayIn(this.language);
    this.json = flags.json === true;
    this.verbose = flags.verbose === true;
    this.interactive = flags.noInput !== true && !isCi(env) && stdin.isTTY === true && stderr.isTTY === true;
    this.live = stderr.isTTY === true && !isCi(env) && env["TERM"] !== "dumb";
    this.isScreen = stdout.isTTY === true;
    this.columns = Math.max(MIN_COLUMNS, columnsOf(env) ?? stdout.columns ?? DEFAULT_COLUMNS);
    this.unicode = hasUnicode(env);
    this.#colour = { out: hasColour(stdout, env, flags.color), err: hasColour(stderr, env, flags.color) };
  }

  /** The result. */
  print(text: string): void {
    this.#options.stdout.write(`${this.#fitting(text, this.#colour.out)}\n`);
  }

  /** Bytes of a result that another program reads: as they are. */
  printRaw(text: string): void {
    this.#options.stdout.write(text);
  }

  printJson(value: object): void {
    this.printRaw(`${JSON.stringify(value, undefined, 2)}\n`);
  }

  /** What happens, for a person; silent with `--quiet`. */
  note(text: string): void {
    if (this.#options.flags.quiet !== true) this.warn(text);
  }

  /** What a person must see even with `--quiet`. */
  warn(text: string): void {
    this.#options.stderr.write(`${this.#fitting(text, this.#colour.err)}\n`);
  }

  /** Rewrites the last line of a live screen. */
  status(text: string): void {
    if (this.#options.flags.quiet === true || !this.live) return;
    this.#options.stderr.write(`\r\u001B[2K${this.#fitting(text, this.#colour.err)}`);
  }

  later(args: SayArgs): string {
    return sayLater(this.language, args);
  }

  readonly style = (style: Style, text: string): string => styleText(style, text, { validateStream: false });

  #fitting(text: string, colour: boolean): string {
    const coloured = colour ? text : stripVTControlCharacters(text);
    return this.unicode ? coloured : toAscii(coloured);
  }
}

function isCi(env: TerminalOptions["env"]): boolean {
  const ci = env["CI"];
  return ci !== undefined && ci !== "" && ci !== "false" && ci !== "0";
}

function hasColour(stream: Stream, env: TerminalOptions["env"], flag: string | undefined): boolean {
  if (flag === "always" || flag === "never") return flag === "always";
  if ((env["NO_COLOR"] ?? "") !== "") return false;
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  return stream.isTTY === true && env["TERM"] !== "dumb";
}

function hasUnicode(env: TerminalOptions["env"]): boolean {
  const locale = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"];
  // Without any locale: containers and CI, whose logs are UTF-8.
  return locale === undefined || locale === "" || /utf-?8/i.test(locale);
}

function columnsOf(env: TerminalOptions["env"]): number | undefined {
  const columns = Number(env["COLUMNS"]);
  return Number.isInteger(columns) && columns > 0 ? columns : undefined;
}
