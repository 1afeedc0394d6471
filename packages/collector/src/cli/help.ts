import { COMMON_FLAGS } from "./command-line.ts";
import { type Command, COMMAND_NAMES, type Flag, type Flags } from "./command.ts";
import type { Terminal } from "./terminal.ts";
import { wrapText } from "../report/wrap-text.ts";

/** What `weir` alone says. */
export function overview(terminal: Terminal): string {
  const { say } = terminal;
  return [
    say("help.tagline"),
    "",
    heading(terminal, say("help.usage")),
    `  weir <${say("help.command")}> [${say("help.flags-word")}]`,
    "",
    heading(terminal, say("help.commands")),
    ...rows(
      terminal,
      COMMAND_NAMES.map((name) => [name, say(`about.${name}`)]),
    ),
    "",
    ...wrapText(say("help.more"), terminal.columns),
  ].join("\n");
}

/** What `weir <command> --help` says. */
export function commandHelp(command: Command, terminal: Terminal): string {
  const { say } = terminal;
  const operand =
    command.operands === undefined ? "" : ` ${optional(command.operands.label, command.operands.min === 0)}`;
  const wraps = command.wraps === true ? ` [-- ${say("help.command")}…]` : "";
  const own =
    Object.keys(command.flags).length === 0
      ? []
      : ["", heading(terminal, say("help.flags")), ...flagRows(terminal, command.flags)];
  return [
    ...wrapText(say(`about.${command.name}`), terminal.columns),
    "",
    heading(terminal, say("help.usage")),
    `  weir ${command.name}${operand} [${say("help.flags-word")}]${wraps}`,
    ...own,
    "",
    heading(terminal, say("help.common-flags")),
    ...flagRows(terminal, COMMON_FLAGS),
    "",
    heading(terminal, say("help.examples")),
    ...command.examples.map((example) => `  ${example}`),
  ].join("\n");
}

function optional(label: string, isOptional: boolean): string {
  return isOptional ? `[${label}]` : label;
}

function heading(terminal: Terminal, text: string): string {
  return terminal.style("bold", text);
}

function flagRows(terminal: Terminal, flags: Flags): string[] {
  return rows(
    terminal,
    Object.entries(flags).map(([name, flag]) => [spelled(name, flag), terminal.later([flag.about, {}])]),
  );
}

function spelled(name: string, { short, type, value = "text" }: Flag): string {
  const long = `--${name}${type === "text" ? ` <${value}>` : ""}`;
  return short === undefined ? long : `-${short}, ${long}`;
}

/** Two columns; a name too long for the first stands alone. */
function rows(terminal: Terminal, items: readonly (readonly [string, string])[]): string[] {
  const width = Math.min(28, Math.floor(terminal.columns / 2), Math.max(...items.map(([name]) => name.length)));
  return items.flatMap(([name, about]) => {
    const [first = "", ...more] = wrapText(about, terminal.columns - width - 4);
    const rest = more.map((line) => " ".repeat(width + 4) + line);
    return name.length > width
      ? [`  ${name}`, " ".repeat(width + 4) + first, ...rest]
      : [`  ${name.padEnd(width)}  ${first}`, ...rest];
  });
}
