import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { textWidth } from "../report/text-width.ts";
import { type Command, COMMAND_NAMES } from "./command.ts";
import { readCommandLine } from "./command-line.ts";
import { en } from "./messages/en.ts";
import { ko } from "./messages/ko.ts";
import { loadCommand, runCli } from "./run-cli.ts";

interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function weir(args: readonly string[], env: Record<string, string> = {}, tty = false): Promise<Said> {
  const said = { out: "", err: "" };
  const stream = (name: "out" | "err") => ({ isTTY: tty, write: (text: string) => (said[name] += text) });
  const code = await runCli(args, {
    stdout: stream("out"),
    stderr: stream("err"),
    stdin: { isTTY: tty },
    env,
    cwd: import.meta.dirname,
    clock: () => 0,
  });
  return { code, ...said };
}

const command: Command = {
  name: "check",
  flags: {
    port: { type: "text", about: "flag.port" },
    format: { type: "text", choices: ["md", "json"], many: true, about: "flag.format" },
    open: { type: "switch", about: "flag.open" },
  },
  operands: { label: "FILE", min: 0, max: 1 },
  examples: [],
  run: async () => 0,
};

describe("readCommandLine", () => {
  it("splits flags, operands and the wrapped command", () => {
    const wrapping = { ...command, wraps: true };
    expect(readCommandLine(wrapping, ["a", "--port", "1", "--open", "--", "next", "dev", "--port", "2"])).toEqual({
      flags: { port: "1", open: true },
      operands: ["a"],
      wrapped: ["next", "dev", "--port", "2"],
    });
  });

  it.each([
    ["an unknown flag", ["--prot", "1"], "error.unknown-flag"],
    ["a flag without its value", ["--port"], "error.flag-needs-value"],
    ["a value for a switch", ["--open=yes"], "error.flag-takes-none"],
    ["a choice that is none", ["--format", "md,pdf"], "error.choice"],
    ["an operand too many", ["a", "b"], "error.extra-operand"],
    ["a command to wrap where none is wrapped", ["--", "next"], "error.wraps-nothing"],
  ])("refuses %s with exit code 2", (_what, args, key) => {
    expect(() => readCommandLine(command, args)).toThrow(expect.objectContaining({ exitCode: 2, message: key }));
  });
});

describe("weir", () => {
  it("says which command was meant, on standard error, with exit code 2", async () => {
    const { code, out, err } = await weir(["chekc"]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("Did you mean weir check?");
  });

  it("says errors as JSON on standard output when asked for JSON", async () => {
    const { code, out } = await weir(["check", "no-such-file.jsonl", "--json"]);
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ schemaVersion: 1, error: { code: "WEIR_NO_FILE" } });
  });

  it.each([
    [["explain"], "weir: FINGERPRINT|TRACE is missing\n      `weir check --json` and the dashboard list fingerprints"],
    [["diff"], "weir: BASE HEAD is missing\n      weir diff --help"],
    [["alerts", "nope"], "weir: There is no command `alerts nope`\n      One of: list, test, replay"],
    [["import", "nope.jsonl"], "weir: There is no file"],
    [["start", "--port", "http"], "weir: port: is no number\n      `weir config` shows every setting"],
    [
      ["start", "--data", "memory", "--store", "db://x"],
      "weir: The store's address cannot be read.\n      It begins with",
    ],
  ])("says of %j what is wrong and what to do, with exit code 2", async (args, words) => {
    const { code, out, err } = await weir(args, { WEIR_LOG_LEVEL: "silent" });
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(words);
  });

  it("ends with 75 where no collector answers, and says what to do", async () => {
    const { code, err } = await weir(["check", "--url", "http://127.0.0.1:9"]);
    expect(code).toBe(75);
    expect(err).toContain("weir dev");
  });

  it.each(COMMAND_NAMES)(
    "%s explains itself within 60 columns, in both languages, in ASCII where asked",
    async (name) => {
      for (const lang of ["en", "ko"]) {
        const { code, out } = await weir([name, "--help", "--lang", lang], { COLUMNS: "60" });
        expect(code).toBe(0);
        const examples = new Set((await loadCommand(name)).examples);
        const wide = out.split("\n").filter((line) => textWidth(line) > 60 && !examples.has(line.trim()));
        // One long name that cannot be broken is the exception.
        expect(wide.filter((line) => line.trim().includes(" ") && !line.includes("<"))).toEqual([]);
      }
      expect((await weir([name, "--help"], { LC_ALL: "C" })).out).toMatch(/^[\0-\u007f]*$/);
    },
  );

  const places: [string, Record<string, string>, boolean, boolean][] = [
    ["a pipe", {}, false, false],
    ["a screen", {}, true, true],
    ["a screen with NO_COLOR", { NO_COLOR: "1" }, true, false],
    ["a screen that is dumb", { TERM: "dumb" }, true, false],
    ["a pipe with FORCE_COLOR", { FORCE_COLOR: "1" }, false, true],
  ];
  it.each(places)("colours for %s: %s", async (_what, env, tty, coloured) => {
    const { out } = await weir(["check", "--help"], env, tty);
    expect(out.includes("\u001b[")).toBe(coloured);
  });

  it("speaks the language of the environment", async () => {
    expect((await weir([], { LANG: "ko_KR.UTF-8" })).out).toContain("불필요한 대기");
  });

  it("prints completions that the shell takes", async () => {
    const { out } = await weir(["completions", "bash"]);
    const complete = `${out}\nCOMP_WORDS=(weir ch); COMP_CWORD=1; _weir; echo "\${COMPREPLY[@]}"`;
    expect(execFileSync("bash", ["-c", complete], { encoding: "utf8" }).trim()).toBe("check");
    for (const shell of ["zsh", "fish"]) expect((await weir(["completions", shell])).out).toContain("baseline");
  });

  it("shows every setting and where it was made, tokens never", async () => {
    const { out } = await weir(["config", "--json", "--port", "4400"], {
      WEIR_HOST: "::1",
      WEIR_READ_TOKEN: "0123456789abcdef",
    });
    const { settings } = JSON.parse(out) as { settings: { name: string; value: unknown; origin: string }[] };
    const of = (name: string) => settings.find((setting) => setting.name === name);
    expect(of("port")).toEqual({ name: "port", value: 4400, origin: "flag" });
    expect(of("host")).toEqual({ name: "host", value: "::1", origin: "environment" });
    expect(of("check.minRequests")).toEqual({ name: "check.minRequests", value: 5, origin: "default" });
    expect(out).not.toContain("0123456789abcdef");
  });
});

describe("Korean", () => {
  const names = (message: unknown): string[] =>
    [...new Set([...JSON.stringify(message).matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ""))].sort();

  it("has exactly the sentences of English, filled in with the same values", () => {
    expect(Object.keys(ko).sort()).toEqual(Object.keys(en).sort());
    const differing = Object.entries(en).filter(
      ([key, text]) => names(text).join() !== names(ko[key as keyof typeof ko]).join(),
    );
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  it("puts no particle after a filled-in value", () => {
    const guessed = Object.values(ko).filter((text) =>
      /\{\w+\}(?:을|를|이|가|은|는|와|과|으로|로)(?![가-힣])/.test(JSON.stringify(text)),
    );
    expect(guessed).toEqual([]);
  });
});
