import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import dockerignore from "@balena/dockerignore";
import { DockerfileParser, type Instruction, type JSONInstruction } from "dockerfile-ast";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freePort } from "../integration/free-port.ts";

/**
 * What a container engine would do with the Dockerfile, in plain folders: the build's commands over nothing but what
 * `.dockerignore` lets through; then the image's command, its variables and its health check, as its user, in a folder
 * that this user cannot write to. The base image and the network are not part of it.
 */
const root = resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "weir-container-"));
const source = join(folder, "src");
const app = join(folder, "app");
const volume = join(folder, "data");
const file = DockerfileParser.parse(readFileSync(join(root, "deploy/container/Dockerfile"), "utf8"));
const instructions = file.getInstructions();
const running = new Set<ChildProcess>();

/** The user a container has; only root can become another one. */
const USER = process.getuid?.() === 0 ? numbersOf(contentOf("USER")) : undefined;

function contentOf(keyword: string): string {
  return instructions.findLast((one) => one.getKeyword() === keyword)?.getArgumentsContent() ?? "";
}

function numbersOf(user: string): { readonly uid: number; readonly gid: number } {
  const [uid = 0, gid = 0] = user.split(":").map(Number);
  return { uid, gid };
}

/** Where the Dockerfile's paths lie here. */
function placed(text: string): string {
  return text.replaceAll(/(?<![\w/.])\/(src|app)\b/g, (_all, name: string) => join(folder, name));
}

function command(keyword: string): readonly string[] {
  const one = instructions.findLast((instruction) => instruction.getKeyword() === keyword) as JSONInstruction;
  return one.getJSONStrings().map((text) => placed(JSON.parse(text.getValue()) as string));
}

/** RUN lines of the stage that builds. */
function buildCommands(): readonly string[] {
  const second = instructions.findIndex((one, at) => at > 2 && one.getKeyword() === "FROM");
  const isRun = (one: Instruction): boolean => one.getKeyword() === "RUN";
  return instructions
    .slice(0, second)
    .filter(isRun)
    .map((one) => placed(one.getArgumentsContent() ?? ""));
}

const variables = Object.fromEntries(
  file.getENVs().flatMap((env) => env.getProperties().map((one) => [one.getName(), one.getValue() ?? ""])),
) as Record<string, string>;

beforeAll(() => {
  const lets = dockerignore.default().add(readFileSync(join(root, ".dockerignore"), "utf8"));
  const tracked = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" }).split("\0");
  for (const path of tracked.filter((one) => one !== "" && !lets.ignores(one)))
    cpSync(join(root, path), join(source, path));
  const env = { ...process.env, PATH: `${join(source, "node_modules/.bin")}:${process.env["PATH"]}` };
  for (const line of buildCommands()) execFileSync("sh", ["-c", line], { cwd: source, env, stdio: "pipe" });
  execFileSync("chmod", ["-R", "a+rX,go-w", app]);
  chmodSync(folder, 0o755);
  mkdirSync(volume, { mode: 0o700 });
  if (USER !== undefined) chownSync(volume, USER.uid, USER.gid);
}, 300_000);

afterAll(() => {
  for (const child of running) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the image's command with the image's variables and `more`, as the image's user. */
function start(more: Readonly<Record<string, string>>): {
  child: ChildProcess;
  exit: Promise<number | null>;
  said(): string;
} {
  const [program = "", ...args] = [...command("ENTRYPOINT"), ...command("CMD")];
  expect(program).toBe("node");
  const child = spawn(process.execPath, args, {
    ...USER,
    cwd: app,
    env: { ...variables, WEIR_DATA: volume, ...more },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  const exit = new Promise<number | null>((done) => child.once("exit", (code) => done(code)));
  return { child, exit, said: () => text };
}

function healthCheck(port: number): Promise<number | null> {
  const [, list = "[]"] = /CMD\s+(\[.*\])/s.exec(contentOf("HEALTHCHECK")) ?? [];
  const [, ...args] = JSON.parse(list) as string[];
  return new Promise((done) => {
    spawn(process.execPath, args, { ...USER, env: { WEIR_PORT: String(port) }, stdio: "ignore" }).once("exit", done);
  });
}

it("brings the agent's neighbours and tests to no image: what is there is what runs", () => {
  const manifest = JSON.parse(readFileSync(join(app, "package.json"), "utf8")) as { name: string };
  expect(manifest.name).toBe("@weir/collector");
  const found = execFileSync("find", [app, "-name", "vitest", "-o", "-name", "typescript"], { encoding: "utf8" });
  expect(found).toBe("");
});

it("refuses to be open to a network without tokens", async () => {
  const { exit, said } = start({});
  expect(await exit).not.toBe(0);
  expect(said()).toContain("Without a token for: ingest, read");
});

it("starts, becomes healthy, serves pages and spans, writes to its volume only, and ends at SIGTERM", async () => {
  const port = await freePort();
  const tokens = { WEIR_INGEST_TOKEN: "i".repeat(16), WEIR_READ_TOKEN: "r".repeat(16) };
  const { child, exit, said } = start({ ...tokens, WEIR_HOST: "127.0.0.1", WEIR_PORT: String(port) });
  while ((await healthCheck(port)) !== 0) expect(child.exitCode, said()).toBe(null);
  const url = `http://127.0.0.1:${port}`;
  expect(await (await fetch(url, { headers: { accept: "text/html" } })).text()).toContain("<title>");
  const sent = await fetch(`${url}/v1/traces`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${tokens.WEIR_INGEST_TOKEN}` },
    body: '{"resourceSpans":[]}',
  });
  expect(sent.status).toBe(200);
  child.kill("SIGTERM");
  expect(await exit).toBe(0);
  expect(await healthCheck(port)).toBe(1);
  if (USER !== undefined)
    expect(() => execFileSync("touch", [join(app, "x")], { ...USER, stdio: "pipe" })).toThrow(/Permission denied/);
});
