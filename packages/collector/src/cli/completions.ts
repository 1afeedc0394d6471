import { usageError } from "./cli-error.ts";
import { COMMON_FLAGS } from "./command-line.ts";
import { COMMAND_NAMES, type Command, type CommandLine, type Flags } from "./command.ts";
import { EXIT } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";

const SHELLS = ["bash", "zsh", "fish"] as const;
type Shell = (typeof SHELLS)[number];

export const completions: Command = {
  name: "completions",
  flags: {},
  operands: { label: "bash|zsh|fish", min: 1, max: 1 },
  examples: [
    "weir completions bash > ~/.local/share/bash-completion/completions/weir",
    "weir completions zsh > ~/.zfunc/_weir",
    "weir completions fish > ~/.config/fish/completions/weir.fish",
  ],
  run: runCompletions,
};

interface Completed {
  readonly name: string;
  readonly about: string;
  readonly flags: Flags;
}

async function runCompletions({ operands }: CommandLine, terminal: Terminal): Promise<number> {
  const shell = SHELLS.find((name) => name === operands[0]);
  if (shell === undefined) throw usageError(["error.unknown-shell", {}]);
  const { loadCommand } = await import("./run-cli.ts");
  const commands: Completed[] = [];
  for (const name of COMMAND_NAMES) {
    commands.push({
      name,
      about: terminal.say(`about.${name}`),
      flags: { ...(await loadCommand(name)).flags, ...COMMON_FLAGS },
    });
  }
  const script = scriptFor(shell, commands, terminal);
  if (terminal.json) terminal.printJson({ schemaVersion: 1, shell, script });
  else terminal.printRaw(script);
  return EXIT.ok;
}

function scriptFor(shell: Shell, commands: readonly Completed[], terminal: Terminal): string {
  if (shell === "bash") return bash(commands);
  return shell === "zsh" ? zsh(commands, terminal) : fish(commands, terminal);
}

function bash(commands: readonly Completed[]): string {
  const cases = commands.map(
    ({ name, flags }) =>
      `    ${name}) words="${Object.keys(flags)
        .map((flag) => `--${flag}`)
        .join(" ")}" ;;`,
  );
  return `_weir() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(" ")}" -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join("\n")}
  esac
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$words" -- "$current")) ;;
    *) COMPREPLY=($(compgen -f -- "$current")) ;;
  esac
}
complete -F _weir weir
`;
}

function zsh(commands: readonly Completed[], terminal: Terminal): string {
  const names = commands.map(({ name, about }) => `    ${quoted(`${name}:${about.replaceAll(":", String.raw`\:`)}`)}`);
  const cases = commands.map(({ name, flags }) => {
    const specs = Object.entries(flags).map(([flag, { type, about }]) => {
      const text = terminal.later([about, {}]).replaceAll(/[[\]:]/g, " ");
      return `      ${quoted(`--${flag}${type === "text" ? "=" : ""}[${text}]${type === "text" ? ":value:_files" : ""}`)}`;
    });
    return `    ${name}) _arguments \\\n${specs.join(" \\\n")} \\\n      '*:file:_files' ;;`;
  });
  return `#compdef weir
_weir() {
  local -a commands=(
${names.join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local name="\${words[2]}"
  shift words
  (( CURRENT-- ))
  case "$name" in
${cases.join("\n")}
  esac
}
_weir "$@"
`;
}

function fish(commands: readonly Completed[], terminal: Terminal): string {
  const lines = commands.flatMap(({ name, about, flags }) => [
    `complete -c weir -n __fish_use_subcommand -a ${name} -d ${quoted(about)}`,
    ...Object.entries(flags).map(
      ([flag, { type, about: said }]) =>
        `complete -c weir -n '__fish_seen_subcommand_from ${name}' -l ${flag}${type === "text" ? " -r" : ""} -d ${quoted(terminal.later([said, {}]))}`,
    ),
  ]);
  return `${lines.join("\n")}\n`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
