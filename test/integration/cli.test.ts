import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectHttp, connectStdio } from "./mcp-clients.ts";

/** The command as somebody types it, on a server with one planted wait. */
const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const weirPath = join(root, "packages/collector/src/cli/weir.ts");
const register = join(root, "packages/agent/dist/register.js");
const CAPTURE_PORT = "5246";

let folder: string;
let fingerprint: string;

const SERVER = `import { createServer } from "node:http";
const upstream = createServer((request, response) => {
  setTimeout(() => response.end(JSON.stringify({ id: request.url.length * 7919 })), 90);
});
await new Promise((listening) => upstream.listen(0, "127.0.0.1", listening));
const base = "http://127.0.0.1:" + upstream.address().port;
async function getUser() {
  const answer = await fetch(base + "/user");
  return answer.json();
}
async function getOffers() {
  const answer = await fetch(base + "/offers");
  return answer.json();
}
async function dashboard() {
  const user = await getUser();
  const offers = await getOffers();
  return { user, offers };
}
const server = createServer(async (_request, response) => {
  response.end(JSON.stringify(await dashboard()));
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
for (let request = 0; request < 6; request++) {
  await (await fetch("http://127.0.0.1:" + server.address().port + "/dashboard")).text();
}
// The agent sends what is left when it is asked to end.
server.close();
upstream.close();
process.kill(process.pid, "SIGTERM");
`;

beforeAll(() => {
  if (!existsSync(register)) {
    spawnSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-b", "packages/agent"], { cwd: root });
  }
  folder = mkdtempSync(join(tmpdir(), "weir-cli-"));
  writeFileSync(join(folder, "server.mjs"), SERVER);
  writeFileSync(join(folder, "package.json"), '{ "name": "shop", "type": "module" }');
  execFileSync("git", ["init", "-q"], { cwd: folder });
  const captured = capture("before.jsonl");
  if (captured.code !== 0) throw new Error(captured.err);
  const report = JSON.parse(weir(["check", "before.jsonl", "--json"]).out) as {
    findings: { finding: { fingerprint: string } }[];
  };
  fingerprint = report.findings[0]?.finding.fingerprint ?? "";
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function weir(args: readonly string[], env: Record<string, string> = {}, input = ""): Ended {
  const { CI: _ci, GITHUB_ACTIONS: _actions, NO_COLOR: _noColor, FORCE_COLOR: _force, ...inherited } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--conditions=@weir/source", weirPath, ...args], {
    cwd: folder,
    encoding: "utf8",
    input,
    env: { ...inherited, LANG: "en_US.UTF-8", ...env },
    timeout: 120_000,
  });
  return { code: status, out: stdout, err: stderr };
}

function capture(file: string): Ended {
  const script = `${process.execPath} --import ${register} server.mjs; test $? -eq 143`;
  return weir(["capture", "--port", CAPTURE_PORT, "-o", file, "--", "sh", "-c", script], { OTEL_SERVICE_NAME: "shop" });
}

describe("capture and check", () => {
  it("fail on the planted wait, with its place and the next step", () => {
    const { code, out } = weir(["check", "before.jsonl"]);
    expect(code).toBe(1);
    expect(out).toContain("GET /offers waits for GET /user without needing it");
    expect(out).toMatch(/server\.mjs:1\d/);
    expect(out).toContain(`weir explain ${fingerprint}`);
  });

  it("say the same in JSON, byte for byte, however often", () => {
    const first = weir(["check", "before.jsonl", "--json"]);
    expect(JSON.parse(first.out)).toMatchObject({ schemaVersion: 1, result: "failed", missing: [] });
    expect(weir(["check", "before.jsonl", "--json"]).out).toBe(first.out);
  });

  it("read standard input, and a packed file", () => {
    const text = readFileSync(join(folder, "before.jsonl"), "utf8");
    expect(weir(["check", "-"], {}, text).code).toBe(1);
    execFileSync("gzip", ["-k", "before.jsonl"], { cwd: folder });
    expect(weir(["check", "before.jsonl.gz"]).code).toBe(1);
  });

  it("are quiet about what is in the baseline, and what is accepted", () => {
    expect(weir(["check", "before.jsonl", "--write-baseline", "weir.baseline.json"]).code).toBe(0);
    expect(weir(["check", "before.jsonl", "--baseline", "weir.baseline.json"]).code).toBe(0);
    expect(weir(["accept", fingerprint, "--reason", "by law", "--expires", "2020-01-01"]).code).toBe(0);
    const expired = weir(["check", "before.jsonl"]);
    expect([expired.code, expired.out.includes("expired")]).toEqual([1, true]);
    expect(weir(["accept", fingerprint.slice(0, 6), "before.jsonl", "--reason", "by law"]).code).toBe(0);
    expect(weir(["check", "before.jsonl"]).code).toBe(0);
    rmSync(join(folder, "weir.accepted.yaml"));
  });

  it("are never green where too little was seen", () => {
    writeFileSync(join(folder, "empty.jsonl"), "");
    expect(weir(["check", "empty.jsonl"])).toMatchObject({ code: 3, out: expect.stringContaining("No span arrived") });
    expect(weir(["check", "empty.jsonl", "--on-no-data", "warn"]).code).toBe(0);
    const few = weir(["check", "before.jsonl", "--min-requests", "50"]);
    expect([few.code, few.out.includes("seen in 6 of 50 requests")]).toEqual([3, true]);
  });

  it("pass a failing command's code on, and say that nothing arrived", () => {
    const { code, err } = weir(["capture", "--port", CAPTURE_PORT, "-o", "none.jsonl", "--", "sh", "-c", "exit 7"]);
    expect(code).toBe(7);
    expect(err).toContain("no span arrived");
    expect(weir(["capture", "--port", CAPTURE_PORT, "-o", "none.jsonl", "--", "no-such-command"]).code).toBe(71);
  });

  it("stop writing at the size, and then there is no result", () => {
    const script = `${process.execPath} --import ${register} server.mjs; test $? -eq 143`;
    const size = ["--max-size", "0.012", "-o", "cut.jsonl"];
    const { err } = weir(["capture", "--port", CAPTURE_PORT, ...size, "--", "sh", "-c", script]);
    expect(err).toContain("left out");
    const { code, out } = weir(["check", "cut.jsonl", "--min-requests", "1", "--json"]);
    const { result, missing } = JSON.parse(out) as { result: string; missing: string[] };
    expect([code === 0, result === "passed", missing.length > 0]).toEqual([false, false, true]);
  });
});

describe("explain and fix", () => {
  it("show the request, the evidence and the code", () => {
    const { code, out } = weir(["explain", fingerprint, "before.jsonl"]);
    expect(code).toBe(0);
    expect(out).toContain("2 after 1: Independent (proven)");
    expect(out).toContain("◀");
    expect(out).toMatch(/> 1\d {2} {2}const user = await getUser\(\);/);
  });

  it("fit into 60 columns of ASCII without colours", () => {
    const { out } = weir(["explain", fingerprint, "before.jsonl"], { LC_ALL: "C", COLUMNS: "60", NO_COLOR: "1" });
    expect(out).toMatch(/^[\0-\u007f]*$/);
    const code = out.indexOf("\nserver.mjs\n");
    expect(
      out
        .slice(0, code)
        .split("\n")
        .filter((line) => line.length > 60),
    ).toEqual([]);
  });

  it("give a patch that git takes, and then the wait is gone", () => {
    const { code, out } = weir(["fix", fingerprint, "before.jsonl"]);
    expect(code).toBe(0);
    execFileSync("git", ["apply"], { cwd: folder, input: out });
    expect(capture("after.jsonl").code).toBe(0);
    const green = weir(["check", "after.jsonl"]);
    expect([green.code, green.out.includes("No needless wait")]).toEqual([0, true]);
    const { out: difference } = weir(["diff", "before.jsonl", "after.jsonl"]);
    expect(difference).toMatch(/^gone .*\n/);
    expect(weir(["diff", "after.jsonl", "before.jsonl", "--fail-on", "new"]).code).toBe(1);
  });
});

describe("report", () => {
  it("writes every format, the same bytes each time", () => {
    const formats = "html,md,json,sarif,junit,github,gitlab";
    const first = weir(["report", "before.jsonl", "-f", formats, "-o", "one"]);
    expect(first.code).toBe(0);
    const files = first.out.trim().split("\n");
    expect(files).toHaveLength(7);
    weir(["report", "before.jsonl", "-f", formats, "-o", "two"]);
    for (const file of files) {
      const bytes = readFileSync(join(folder, file));
      expect(bytes.length).toBeGreaterThan(100);
      expect(bytes.equals(readFileSync(join(folder, file.replace(/^one/, "two"))))).toBe(true);
    }
  });

  it("puts annotations and a summary into a GitHub workflow by itself", () => {
    const summary = join(folder, "summary.md");
    writeFileSync(summary, "");
    const env = { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: summary, GITHUB_WORKSPACE: folder };
    const { code, err } = weir(["check", "before.jsonl"], env);
    expect(code).toBe(1);
    expect(err).toMatch(/^::error file=server\.mjs,line=1\d,title=Weir/m);
    expect(readFileSync(summary, "utf8")).toContain("## Weir: failed");
  });
});

describe("import, export and MCP", () => {
  it("go through a collector that runs", async () => {
    // Spans that were exported bring no sources: they are read from the disk, which must hold what ran.
    writeFileSync(join(folder, "server.mjs"), SERVER);
    const collector = spawn(
      process.execPath,
      ["--conditions=@weir/source", weirPath, "dev", "--port", "0", "--data", "memory"],
      { cwd: folder, stdio: ["ignore", "pipe", "pipe"] },
    );
    try {
      const url = await new Promise<string>((found, lost) => {
        let said = "";
        collector.stderr.on("data", (chunk: Buffer) => {
          said += chunk.toString();
          const hit = /https?:\/\/\S+/.exec(said);
          if (hit !== null) found(hit[0]);
        });
        collector.once("exit", () => lost(new Error(said)));
      });
      expect(weir(["import", "before.jsonl", "--url", url]).code).toBe(0);
      for (const connect of [connectHttp(url), connectStdio(weirPath, url, folder)]) {
        const client = await connect;
        const { tools } = await client.listTools();
        expect(tools.map(({ name }) => name).sort()).toEqual(TOOLS);
        const fix = await until(async () => {
          const answer = await client.callTool({ name: "suggest_fix", arguments: { fingerprint } });
          return answer.isError === true ? undefined : answer.structuredContent;
        });
        expect(fix).toMatchObject({ patch: expect.stringContaining("+++ b/server") });
        await client.close();
      }
      for (const format of ["otlp-jsonl", "otlp-json", "jaeger"]) {
        expect(weir(["export", "--url", url, "-f", format, "-o", `${format}.gz`]).code).toBe(0);
        expect(weir(["check", `${format}.gz`, "--min-requests", "1"]).code).toBe(1);
      }
      expect(weir(["check", "--url", url]).code).toBe(1);
      expect(weir(["doctor", "--url", url]).out).toContain("The collector answers");
    } finally {
      collector.kill("SIGTERM");
      await new Promise((ended) => collector.once("exit", ended));
    }
  });
});

const TOOLS = ["get_finding", "get_status", "get_trace", "list_findings", "list_routes", "suggest_fix", "verify_fix"];

/** Asks again until there is an answer; the test's own time limit ends it. */
async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resume) => {
      setTimeout(resume, 100);
    });
  }
}
