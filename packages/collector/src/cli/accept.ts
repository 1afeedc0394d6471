import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { addAccepted } from "../report/accepted-file.ts";
import { usageError } from "./cli-error.ts";
import { type Command, type CommandLine, type GivenFlags, textFlag } from "./command.ts";
import { EXIT } from "./exit-code.ts";
import { gateConfig } from "./gate-run.ts";
import { namedFinding } from "./named-finding.ts";
import { observe, OBSERVE_FLAGS, remoteReader } from "./observe.ts";
import type { Terminal } from "./terminal.ts";

const DAY_MS = 86_400_000;

export const accept: Command = {
  name: "accept",
  flags: {
    ...OBSERVE_FLAGS,
    reason: { type: "text", value: "text", about: "flag.reason" },
    by: { type: "text", value: "name", about: "flag.by" },
    expires: { type: "text", value: "day|30d", about: "flag.expires" },
    accepted: { type: "text", value: "file", about: "flag.accepted" },
    config: { type: "text", value: "file", about: "flag.config" },
    remote: { type: "switch", about: "flag.remote" },
  },
  operands: { label: "FINGERPRINT [FILE…]", min: 1, max: 1_000 },
  examples: [
    'weir accept 3f9c1e2a8b7d6c50 --reason "audit log first, by law"',
    'weir accept 3f9c1e2a --reason "next sprint" --expires 30d',
  ],
  run: runAccept,
};

async function runAccept(line: CommandLine, terminal: Terminal): Promise<number> {
  const { flags } = line;
  const reason = textFlag(flags, "reason");
  if (reason === undefined) throw usageError(["error.needs-reason", {}]);
  const [name = "", ...files] = line.operands;
  const expires = expiryDay(flags, terminal.clock());
  const fingerprint = await fullFingerprint(name, { ...line, operands: files }, terminal);
  const by = textFlag(flags, "by") ?? gitUser(terminal);
  if (flags["remote"] === true) {
    const until = expires === undefined ? {} : { until: `${expires}T23:59:59.999Z` };
    await remoteReader(textFlag(flags, "url"), terminal).post(`findings/${fingerprint}/status`, {
      status: "accepted",
      reason,
      by,
      ...until,
    });
    terminal.note(`weir: ${terminal.say("accept.remote", { fingerprint })}`);
  } else {
    const { accepted: path } = await gateConfig(line, terminal);
    const file = resolve(terminal.cwd, path);
    const before = existsSync(file) ? readFileSync(file, "utf8") : undefined;
    writeFileSync(file, addAccepted(before, { fingerprint, reason, by, expires }, path));
    terminal.note(`weir: ${terminal.say("accept.added", { path, fingerprint })}`);
    terminal.note(`weir: ${terminal.say("accept.commit")}`);
  }
  if (terminal.json) terminal.printJson({ schemaVersion: 1, fingerprint, reason, by, expires: expires ?? null });
  return EXIT.ok;
}

/** A whole fingerprint is taken at its word; a beginning is looked up. */
async function fullFingerprint(name: string, line: CommandLine, terminal: Terminal): Promise<string> {
  if (/^[0-9a-f]{16}$/i.test(name)) return name.toLowerCase();
  const observed = await observe(line, terminal, 1);
  try {
    return (await namedFinding(observed, name)).fingerprint;
  } finally {
    await observed.close();
  }
}

function expiryDay(flags: GivenFlags, now: number): string | undefined {
  const text = textFlag(flags, "expires");
  if (text === undefined) return undefined;
  const days = /^(\d{1,4})d$/.exec(text)?.[1];
  if (days !== undefined) return new Date(now + Number(days) * DAY_MS).toISOString().slice(0, 10);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))) return text;
  throw usageError(["error.not-a-day", { flag: "--expires" }]);
}

/** Who commits the file is who decides. */
function gitUser({ cwd, env }: Terminal): string {
  try {
    const name = execFileSync("git", ["config", "user.name"], {
      cwd,
      encoding: "utf8",
      timeout: 5_000,
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
    if (name !== "") return name;
  } catch {
    // No git here, or nobody in it.
  }
  return env["USER"] || env["USERNAME"] || "unknown";
}
