import { parseArgs } from "node:util";
import { usageError } from "./cli-error.ts";
import type { Command, CommandLine, Flag, Flags, GivenFlags } from "./command.ts";

/** Flags that every command takes. */
export const COMMON_FLAGS: Flags = {
  json: { type: "switch", about: "flag.json" },
  quiet: { type: "switch", short: "q", about: "flag.quiet" },
  verbose: { type: "switch", about: "flag.verbose" },
  "no-input": { type: "switch", about: "flag.no-input" },
  lang: { type: "text", value: "en|ko", choices: ["en", "ko"], about: "flag.lang" },
  color: { type: "text", value: "auto|always|never", choices: ["auto", "always", "never"], about: "flag.color" },
  help: { type: "switch", short: "h", about: "flag.help" },
};

/**
 * Reads a command line strictly: a flag that the command does not know is an error, not a wish.
 * @throws CliError with exit code 2
 */
export function readCommandLine(command: Command, args: readonly string[]): CommandLine {
  const split = args.indexOf("--");
  const own = split < 0 ? args : args.slice(0, split);
  const wrapped = split < 0 ? [] : args.slice(split + 1);
  const known: Flags = { ...COMMON_FLAGS, ...command.flags };
  const { values, positionals } = parsed(known, own);
  const flags: GivenFlags = values;
  for (const [name, flag] of Object.entries(known)) checkChoice(name, flag, flags[name]);
  if (flags["help"] !== true) checkOperands(command, positionals, wrapped, split >= 0);
  return { flags, operands: positionals, wrapped };
}

function parsed(known: Flags, args: readonly string[]): { values: GivenFlags; positionals: string[] } {
  const options = Object.fromEntries(
    Object.entries(known).map(([name, { type, short, many = false }]) => [
      name,
      {
        type: type === "switch" ? ("boolean" as const) : ("string" as const),
        multiple: many,
        ...(short === undefined ? {} : { short }),
      },
    ]),
  );
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    return { values: values as GivenFlags, positionals };
  } catch (error) {
    throw misread(known, error);
  }
}

function misread(known: Flags, error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  const flag = /'(?:-\w, )?(--?[\w-]+)[^']*'/.exec(message)?.[1] ?? "";
  if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") {
    const near = nearest(flag.replace(/^-+/, ""), Object.keys(known));
    return usageError(
      ["error.unknown-flag", { flag }],
      near === undefined ? undefined : ["hint.did-you-mean", { name: `--${near}` }],
    );
  }
  if (code !== "ERR_PARSE_ARGS_INVALID_OPTION_VALUE") return error;
  const takesText = known[flag.replace(/^-+/, "")]?.type === "text";
  return usageError([takesText ? "error.flag-needs-value" : "error.flag-takes-none", { flag }]);
}

function checkChoice(name: string, { choices, many = false }: Flag, value: GivenFlags[string]): void {
  if (choices === undefined || value === undefined) return;
  const given = (Array.isArray(value) ? (value as readonly string[]) : [String(value)]).flatMap((text) =>
    many ? text.split(",") : [text],
  );
  const wrong = given.find((text) => !choices.includes(text));
  if (wrong === undefined) return;
  throw usageError(
    ["error.choice", { flag: `--${name}`, value: wrong }],
    ["hint.choices", { choices: choices.join(", ") }],
  );
}

function checkOperands(
  command: Command,
  operands: readonly string[],
  wrapped: readonly string[],
  split: boolean,
): void {
  const { label = "", min = 0, max = 0 } = command.operands ?? {};
  if (operands.length < min) {
    // What may be left out is not what is missing.
    const name = label.replace(/ ?\[.*\]/, "");
    const hint = name.startsWith("FINGERPRINT") ? (["hint.which", {}] as const) : undefined;
    throw usageError(["error.missing-operand", { name }], hint ?? ["hint.help", { command: command.name }]);
  }
  if (operands.length > max) {
    const extra = operands[max] ?? "";
    throw usageError(["error.extra-operand", { name: extra }], ["hint.help", { command: command.name }]);
  }
  if (split && command.wraps !== true) throw usageError(["error.wraps-nothing", { command: command.name }]);
  if (split && wrapped.length === 0) throw usageError(["error.nothing-to-wrap", {}]);
}

/** The known name that a typing error away is meant. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const [best] = known.map((one) => ({ one, far: distance(name, one) })).sort((a, b) => a.far - b.far);
  return best !== undefined && best.far <= (name.length < 4 ? 1 : 2) ? best.one : undefined;
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_all, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
