import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/**
 * What a stranger does: a fresh project by its own scaffolder, the packed packages, `weir init`, a red check, the patch
 * that Weir offers, a green check. Needs the npm registry for the scaffolders.
 */
const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const APP_PORT = "5248";
const CAPTURE_PORT = "5249";
const REQUESTS = 7;

let folder: string;
let upstream: ChildProcess;
let base: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "weir-scaffold-"));
  mkdirSync(join(folder, "packs"));
  writeFileSync(join(folder, "e2e.mjs"), E2E);
  for (const name of ["core", "agent", "collector"]) {
    execFileSync("npm", ["pack", "--silent", "--pack-destination", join(folder, "packs")], {
      cwd: join(root, "packages", name),
      stdio: ["ignore", "ignore", "inherit"],
    });
  }
  // In a process of its own: the test waits for its commands without answering anybody.
  upstream = spawn(process.execPath, ["--input-type=module", "-e", UPSTREAM], { stdio: ["ignore", "pipe", "inherit"] });
  base = await new Promise<string>((listening) => {
    upstream.stdout?.once("data", (chunk: Buffer) => listening(`http://127.0.0.1:${chunk.toString().trim()}`));
  });
});
afterAll(() => {
  upstream.kill("SIGTERM");
  rmSync(folder, { recursive: true, force: true });
});

const UPSTREAM = `import { createServer } from "node:http";
const server = createServer((request, response) => {
  response.setHeader("content-type", "application/json");
  setTimeout(() => response.end(JSON.stringify({ id: request.url + "-4711" })), 120);
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
`;

interface Stack {
  readonly name: string;
  readonly scaffold: readonly string[];
  readonly dev: readonly string[];
  /** The page with a wait that nobody needs. */
  readonly page: string;
  readonly source: (base: string) => string;
  readonly written: readonly string[];
}

const STACKS: readonly Stack[] = [
  {
    name: "next-shop",
    scaffold: [
      ..."create-next-app@latest next-shop --ts --app --no-src-dir --no-tailwind --no-eslint --use-npm --yes".split(
        " ",
      ),
      "--disable-git",
    ],
    dev: ["next", "dev", "-p", APP_PORT],
    page: "app/page.tsx",
    source: (url) => `import { connection } from "next/server";
import { Suspense } from "react";

async function getUser() {
  const answer = await fetch("${url}/user", { cache: "no-store" });
  return (await answer.json()) as { id: string };
}
async function getOffers() {
  const answer = await fetch("${url}/offers", { cache: "no-store" });
  return (await answer.json()) as { id: string };
}
async function Board() {
  await connection();
  const user = await getUser();
  const offers = await getOffers();
  return <p>{user.id} {offers.id}</p>;
}
export default function Page() {
  return <Suspense fallback={<p>…</p>}><Board /></Suspense>;
}
`,
    written: [".gitignore", "instrumentation.ts", "weir.config.yaml"],
  },
  {
    name: "kit-shop",
    scaffold: "sv@latest create kit-shop --template minimal --types ts --no-add-ons --no-install".split(" "),
    dev: ["vite", "dev", "--host", "127.0.0.1", "--port", APP_PORT],
    page: "src/routes/+page.server.ts",
    source: (url) => `async function getUser(fetch: typeof globalThis.fetch): Promise<{ id: string }> {
	const answer = await fetch('${url}/user');
	return answer.json();
}
async function getOffers(fetch: typeof globalThis.fetch): Promise<{ id: string }> {
	const answer = await fetch('${url}/offers');
	return answer.json();
}

export const load = async ({ fetch }) => {
	const user = await getUser(fetch);
	const offers = await getOffers(fetch);
	return { user, offers };
};
`,
    written: [".gitignore", "src/instrumentation.server.ts", "vite.config.ts", "weir.config.yaml"],
  },
];

describe.each(STACKS)("a fresh $name", (stack) => {
  let project: string;
  const weir = (...args: readonly string[]) =>
    spawnSync("npx", ["weir", ...args], { cwd: project, encoding: "utf8", timeout: 120_000 });

  beforeAll(() => {
    run("npx", ["-y", ...stack.scaffold], folder);
    project = join(folder, stack.name);
    const packs = readdirSync(join(folder, "packs")).map((file) => join(folder, "packs", file));
    run("npm", ["install", "--no-audit", "--no-fund", "--silent", ...packs, "@opentelemetry/api@1.9.1"], project);
    run("git", ["init", "-q"], project);
    writeFileSync(join(project, stack.page), stack.source(base));
  });

  it("is prepared by weir init, once", () => {
    const dry = weir("init", "--dry-run", "--json");
    const { files, installs } = JSON.parse(dry.stdout) as { files: { path: string }[]; installs: string[] };
    expect(files.map(({ path }) => path).sort()).toEqual([...stack.written].sort());
    expect(installs).toEqual([]);
    expect(weir("init", "--yes").status).toBe(0);
    expect(weir("init", "--yes").stderr).toContain("in place already");
    expect(weir("doctor", "--offline").status).toBe(0);
  });

  it("fails the check on the planted wait, and passes with the patch that Weir offers", () => {
    capture(project, stack.dev);
    const red = weir("check");
    expect(red.stdout).toContain("GET /offers waits for GET /user without needing it");
    expect(red.status).toBe(1);
    const fingerprint = /weir explain ([0-9a-f]{16})/.exec(red.stdout)?.[1] ?? "";
    const patch = weir("fix", fingerprint);
    expect(patch.status).toBe(0);
    execFileSync("git", ["apply"], { cwd: project, input: patch.stdout });
    expect(readFileSync(join(project, stack.page), "utf8")).not.toBe(stack.source(base));
    capture(project, stack.dev);
    const green = weir("check");
    expect([green.status, green.stdout.includes("No needless wait")]).toEqual([0, true]);
  });
});

/** `weir capture` around a test run, as in CI. */
function capture(project: string, dev: readonly string[]): void {
  const args = [
    "weir",
    "capture",
    "--port",
    CAPTURE_PORT,
    "--",
    process.execPath,
    join(folder, "e2e.mjs"),
    APP_PORT,
    ...dev,
  ];
  const { status, stderr } = spawnSync("npx", args, { cwd: project, encoding: "utf8", timeout: 240_000 });
  expect(stderr).toMatch(/\d+ spans of/);
  expect(status).toBe(0);
}

/** A test run: starts the server, asks it some times, ends it. */
const E2E = `import { spawn } from "node:child_process";
const [port, name, ...args] = process.argv.slice(2);
const server = spawn("npx", [name, ...args], { stdio: "ignore", detached: true });
const url = "http://127.0.0.1:" + port + "/";
const pause = (ms) => new Promise((resume) => setTimeout(resume, ms));
let answers = 0;
while (answers < ${REQUESTS} && server.exitCode === null) {
  const answer = await fetch(url).catch(() => undefined);
  await answer?.text();
  if (answer?.ok) answers += 1;
  else await pause(200);
}
// In development the agent sends twice a second.
await pause(3000);
process.kill(-server.pid, "SIGTERM");
process.exit(answers === ${REQUESTS} ? 0 : 1);
`;

function run(command: string, args: readonly string[], cwd: string): void {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8", timeout: 280_000 });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}\n${stdout}\n${stderr}`);
}
