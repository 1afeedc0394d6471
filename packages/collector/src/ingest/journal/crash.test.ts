import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { FILE_JOURNAL, FileJournal } from "./file-journal.ts";

const ROUNDS = 24;
const CHILD = fileURLToPath(new URL("../testing/append-until-killed.ts", import.meta.url));

/** Runs the child until it has printed `lines` lines, kills it, and answers all it had printed. */
async function runAndKill(args: readonly string[], lines: number): Promise<string[]> {
  const child = spawn(process.execPath, ["--conditions=@weir/source", CHILD, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    if (said.length === lines) child.kill("SIGKILL");
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  expect(child.signalCode).toBe("SIGKILL");
  return said;
}

describe("a journal whose process is killed", () => {
  it.each(["interval", "always"])(
    "gives back every entry it acknowledged (%s)",
    { timeout: 120_000 },
    async (fsync) => {
      const directory = await mkdtemp(join(tmpdir(), "weir-crash-"));
      /** Acknowledged and not released, whichever of the processes took them. */
      const owed = new Map<number, string>();
      const everGiven = new Set<number>();
      for (let round = 1; round <= ROUNDS / 2; round++) {
        const said = await runAndKill([directory, String(round), fsync], 1 + ((round * 7_919) % 260));
        expect(said.filter((line) => !/^[+-] /.test(line))).toEqual([]);
        for (const line of said) {
          const [sign, entry, text = ""] = line.split(" ");
          if (sign === "-") owed.delete(Number(entry));
          else owed.set(Number(entry), text);
        }
        const given = said.filter((line) => line.startsWith("+")).map((line) => Number(line.split(" ")[1]));
        expect(given.filter((entry) => everGiven.has(entry))).toEqual([]);
        for (const entry of given) everGiven.add(entry);
        const failures: unknown[] = [];
        const onFailure = (error: unknown): void => void failures.push(error);
        const journal = await FileJournal.open({ ...FILE_JOURNAL, directory, onFailure });
        const found = new Map<number, string>();
        for await (const { entry, body } of journal.replay()) found.set(entry, String(body));
        for (const [entry, text] of owed) expect(found.get(entry)).toBe(text);
        expect(journal.stats().lostBytes).toBe(0);
        await journal.close();
        expect(failures).toEqual([]);
      }
      expect(everGiven.size).toBeGreaterThan(100);
      await rm(directory, { recursive: true });
    },
  );
});

describe("a journal whose disk is full", () => {
  it("refuses bodies, loses none it took, and goes on when there is room again", { timeout: 60_000 }, async () => {
    const script = fileURLToPath(new URL("../testing/fill-the-disk.ts", import.meta.url));
    const directory = await mkdtemp(join(tmpdir(), "weir-full-"));
    // A file may grow to 64 KiB in this shell's children: the write that crosses it fails, cut short.
    const command = `ulimit -f 64; exec "$0" --conditions=@weir/source "$1" "$2"`;
    const { stdout } = await promisify(execFile)("bash", ["-c", command, process.execPath, script, directory]);
    const lines = stdout.trim().split("\n");
    const refused = lines.filter((line) => line.startsWith("! "));
    expect(refused.length).toBeGreaterThan(0);
    expect(new Set(refused)).toEqual(new Set(["! WEIR_JOURNAL_FAILED 503 EFBIG"]));
    expect(lines.at(-1)).toMatch(/^\+ /);

    const journal = await FileJournal.open({
      ...FILE_JOURNAL,
      directory,
      onFailure: (error) => expect.unreachable(error.message),
    });
    const found = new Map<string, string>();
    for await (const { entry, body } of journal.replay()) found.set(String(entry), String(body.length));
    const taken = lines
      .filter((line) => line.startsWith("+ "))
      .map((line) => line.split(" ").slice(1) as [string, string]);
    expect(found).toEqual(new Map(taken));
    expect(journal.stats()).toMatchObject({ lostBytes: 0, tornBytes: 0 });
    await journal.close();
    await rm(directory, { recursive: true });
  });
});
