import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestCollector, testCollector } from "../../packages/agent/src/testing/test-collector.ts";
import type { DecodedSpan } from "../../packages/agent/src/testing/decode-traces.ts";

const repository = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const runtimes = join(repository, "test", "runtimes");
const program = (name: string): string => join(runtimes, "programs", `${name}.mjs`);

/** The compiled package, as users get it: sources with types run on Node 24 only. */
beforeAll(() => {
  const built = spawnSync(
    process.execPath,
    [join(repository, "node_modules/typescript/bin/tsc"), "-b", "packages/agent"],
    {
      cwd: repository,
      encoding: "utf8",
    },
  );
  if (!existsSync(join(repository, "packages/agent/dist/register.js"))) throw new Error(built.stdout);
});

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Running {
  readonly child: ChildProcess;
  /** What the program sent first. */
  readonly url: Promise<string>;
  readonly ended: Promise<Ended>;
}

/** Breaks the agent from inside before it starts. */
const SABOTAGE = ["--import", "./programs/sabotage.mjs"];
/** Lets every function of the agent throw now and then. */
const FAULTS = ["--import", "./programs/faults.mjs"];
/** Without a root there is nothing to record, and nothing further in that could fail. */
const ROOTS = /^(?:capture\/(?:http-server|propagator|context-keys|roots|root-span|span-processor|server-spans)|ids) /;

function start(
  runtime: string,
  name: string,
  env: Record<string, string>,
  agent: boolean,
  before: readonly string[] = [],
): Running {
  const child = fork(program(name), [], {
    cwd: runtimes,
    execPath: join(runtimes, "node_modules", runtime, "bin", "node"),
    execArgv: agent ? [...before, "--import", "@weir/agent/register"] : [],
    env: { PATH: process.env["PATH"] ?? "", ...env } as unknown as typeof process.env,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (chunk) => (stdout += String(chunk)));
  child.stderr?.on("data", (chunk) => (stderr += String(chunk)));
  const ended = new Promise<Ended>((resolve) => {
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  const url = new Promise<string>((resolve, reject) => {
    child.once("message", (message) => resolve((message as { url: string }).url));
    void ended.then(() => reject(new Error(`${name} ended: ${stderr}`)));
  });
  url.catch(() => undefined); // most programs send nothing
  return { child, url, ended };
}

let collector: TestCollector;
let service: Running;
let upstream: string;
beforeAll(async () => {
  service = start("node-24", "upstream", {}, false);
  upstream = await service.url;
});
afterAll(async () => {
  service.child.send("stop");
  await service.ended;
});
beforeEach(async () => {
  collector = await testCollector();
});
afterEach(() => collector.close());

const environment = (more: Record<string, string> = {}): Record<string, string> => ({
  UPSTREAM: upstream,
  WEIR_ENDPOINT: collector.url,
  WEIR_ENVIRONMENT: "staging",
  OTEL_SERVICE_NAME: "runtime",
  OTEL_BSP_SCHEDULE_DELAY: "20",
  ...more,
});

const named = (name: string): readonly DecodedSpan[] => collector.spans().filter((span) => span.name === name);

/** Ways for a collector to answer that no collector should. */
const HOSTILE: readonly ((response: ServerResponse) => void)[] = [
  (response) => void response.end("x".repeat(5_000_000)),
  (response) => void response.destroy(),
  (response) => void response.writeHead(200, { "content-type": "text/html" }).end("<html>"),
  (response) => void response.writeHead(500, { "retry-after": "-1" }).end("{"),
  (response) => void response.write("never ends"),
  (response) => void response.writeHead(429, { "retry-after": "99999999" }).end(),
  (response) => void response.writeHead(302, { location: "http://127.0.0.1:1/" }).end(),
];

/** Without the process id and the runtime's own count of rejections. */
const plain = (stderr: string): string => stderr.replaceAll(/\(node:\d+\)|rejection id: \d+/g, "");

describe.each(["node-20", "node-22", "node-24", "node-26"])("the agent on %s", (runtime) => {
  it("changes nothing an app can notice of its clients", async () => {
    const alone = await start(runtime, "behaviour", environment(), false).ended;
    const watched = await start(runtime, "behaviour", environment(), true).ended;
    expect(alone.stdout).toContain("floating SyntaxError");
    expect(watched.stdout).toBe(alone.stdout);
    expect(plain(watched.stderr)).toBe(plain(alone.stderr));
    expect([watched.code, watched.signal]).toEqual([alone.code, alone.signal]);
    expect(named("weir.evidence").flatMap(({ events }) => events).length).toBeGreaterThan(20);
  });

  it("cannot be felt in two hundred behaviours of fetch, be it broken itself or its collector hostile", async () => {
    const alone = await start(runtime, "fetch-behaviour", environment(), false).ended;
    expect(alone.stdout).toMatch(/(?:^.+\n){200,}\d{3} behaviours$/m);
    const watched = await start(runtime, "fetch-behaviour", environment(), true).ended;
    expect(collector.spans().flatMap(({ events }) => events).length).toBeGreaterThan(100);
    let answers = 0;
    collector.answer((_received, response) => {
      answers += 1;
      HOSTILE[answers % HOSTILE.length]?.(response);
    });
    const attacked = await start(runtime, "fetch-behaviour", environment(), true).ended;
    const broken = await start(runtime, "fetch-behaviour", environment(), true, SABOTAGE).ended;
    for (const { stdout, stderr, code, signal } of [watched, attacked, broken]) {
      expect(stdout).toBe(alone.stdout);
      expect([plain(stderr), code, signal]).toEqual([plain(alone.stderr), alone.code, alone.signal]);
    }
    expect(answers).toBeGreaterThan(1);
  });

  it("cannot be felt whichever of its functions fails, at whichever call", async () => {
    const turns = { "node-20": "1", "node-22": "2", "node-24": "3,12", "node-26": "5,50" }[runtime] ?? "1";
    const env = environment({ FAULTS: turns, FAULTS_WITHOUT: ROOTS.source });
    const alone = await start(runtime, "behaviour", environment(), false).ended;
    const failing = await start(runtime, "behaviour", env, true, FAULTS).ended;
    expect(failing.stdout).toBe(alone.stdout);
    expect([plain(failing.stderr), failing.code, failing.signal]).toEqual([
      plain(alone.stderr),
      alone.code,
      alone.signal,
    ]);
  });

  it.each([
    ["http", "POST /orders/{id}"],
    ["express", "POST /orders/:id"],
    ["fastify", "POST /orders/:id"],
  ])("records the calls of an app made with %s, in order and with their places", async (app, route) => {
    const running = start(runtime, "app", environment({ APP: app }), true);
    const answer = await fetch(`${await running.url}/orders/4711`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"a":1}',
    });
    expect(answer.status).toBe(200);
    await answer.text();
    await collector.until(() => named("weir.evidence").length === 1 && named(route).length === 1);
    running.child.send("stop");
    await running.ended;
    const [evidence] = named("weir.evidence");
    const stacks = evidence?.attributes["weir.stacks"] as string[];
    const operations = evidence?.events.map(({ attributes }) => attributes) ?? [];
    expect(operations).toHaveLength(3);
    const times = operations.flatMap((op) => [op["weir.op.start"], op["weir.op.headers"], op["weir.op.body"]]);
    expect(times).toEqual(times.toSorted((a, b) => Number(a) - Number(b)));
    const places = operations.slice(0, 2).map((op) => stacks[Number(op["weir.op.stack"])]);
    for (const place of places)
      expect(place).toMatch(/at (?:async )?getJson \(.*app\.mjs:\d+:\d+\)\n(?:.*\n)*?.*at (?:async )?work \(/);
    expect(stacks[Number(operations[2]?.["weir.op.stack"])]).toContain("app.mjs");
    expect(collector.spans().filter(({ kind }) => kind === 2)).toHaveLength(1);
    expect(collector.json("/api/v1/hello")[0]).toMatchObject({ service: "runtime", framework: "node" });
  });

  it("sends what is waiting and dies of SIGTERM as the process would have", async () => {
    const running = start(runtime, "app", environment({ OTEL_BSP_SCHEDULE_DELAY: "60000" }), true);
    await (await fetch(await running.url)).text();
    running.child.kill("SIGTERM");
    expect(await running.ended).toMatchObject({ code: null, signal: "SIGTERM", stderr: "" });
    expect(named("weir.evidence")).toHaveLength(1);
  });

  it("leaves SIGTERM to an app that handles it", async () => {
    const running = start(runtime, "app", environment({ OTEL_BSP_SCHEDULE_DELAY: "60000", ENDING: "own" }), true);
    await (await fetch(await running.url)).text();
    running.child.kill("SIGTERM");
    expect(await running.ended).toMatchObject({ code: 7, signal: null });
    expect(named("weir.evidence")).toHaveLength(1);
  });

  it("lets a script end by itself, with everything sent", async () => {
    const ended = await start(runtime, "script", environment({ OTEL_BSP_SCHEDULE_DELAY: "60000" }), true).ended;
    expect(ended).toMatchObject({ code: 0, signal: null, stderr: "" });
    expect(named("weir.evidence")).toHaveLength(1);
  });

  it.each(["exit", "unhandled"])("keeps how a script ends: %s", async (ending) => {
    const alone = await start(runtime, "script", environment({ ENDING: ending }), false).ended;
    const watched = await start(runtime, "script", environment({ ENDING: ending }), true).ended;
    expect([watched.code, watched.signal]).toEqual([alone.code, alone.signal]);
    expect(watched.code).toBe(ending === "exit" ? 3 : 1);
  });

  it("does not keep a process alive, or speak, when nobody listens", async () => {
    const env = environment({ WEIR_ENDPOINT: "http://127.0.0.1:1", WEIR_ENVIRONMENT: "development" });
    const ended = await start(runtime, "script", env, true).ended;
    expect(ended).toMatchObject({ code: 0, signal: null, stdout: "", stderr: "" });
  });
});
