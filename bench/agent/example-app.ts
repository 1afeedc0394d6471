import { type ChildProcess, execFileSync, fork } from "node:child_process";
import { existsSync } from "node:fs";
import { Agent } from "node:http";
import { join, resolve } from "node:path";
import { freePort } from "../../test/integration/free-port.ts";
import { get } from "./drive.ts";
import { instrumented, MeasuredApp } from "./measured-app.ts";
import { nodeBinary } from "./node-binary.ts";
import type { World } from "./world.ts";

const EXAMPLES = resolve(import.meta.dirname, "../../examples");
const START_MS = 60_000;
/** Waits of the services are divided by this: what is left is the work. */
const SPEED = "1000";

/** Tells what it has used, and ends when nobody listens any more. */
const ENDS_WITH_US = ["--import", join(import.meta.dirname, "programs/usage.mjs")];

export type ExampleName = "next" | "sveltekit";

interface Example {
  readonly folder: string;
  /** Is there once the example was built. */
  readonly built: string;
  readonly program: string;
  readonly args: (port: number) => readonly string[];
  readonly env: (port: number, backend: string) => Readonly<Record<string, string>>;
  readonly path: string;
}

/** Both as they were built, with Weir in them; the variables say whether it runs. */
const KINDS: Readonly<Record<ExampleName, Example>> = {
  next: {
    folder: "next-app",
    built: ".next/BUILD_ID",
    program: "node_modules/next/dist/bin/next",
    args: (port) => ["start", "-p", String(port), "-H", "127.0.0.1"],
    env: (_port, backend) => ({ NEXT_TELEMETRY_DISABLED: "1", SHOP_API_URL: backend }),
    path: "/api/account",
  },
  sveltekit: {
    folder: "sveltekit-app",
    built: "build/index.js",
    program: "build/index.js",
    args: () => [],
    env: (port, backend) => ({
      HOST: "127.0.0.1",
      PORT: String(port),
      PROTOCOL_HEADER: "x-forwarded-proto",
      TRACKER_API_URL: backend,
    }),
    path: "/overview",
  },
};

/** Builds it where that was never done; a build that is there is measured as it is. */
export function buildExample(kind: ExampleName): void {
  const { folder, built } = KINDS[kind];
  const cwd = join(EXAMPLES, folder);
  if (!existsSync(join(cwd, built))) execFileSync("npm", ["run", "build"], { cwd, stdio: ["ignore", 2, "inherit"] });
}

/** The services both examples call. */
export async function startBackend(): Promise<{ readonly url: string; stop(): void }> {
  const port = await freePort();
  const child = fork(join(EXAMPLES, "backend/src/main.ts"), {
    execArgv: ENDS_WITH_US,
    env: {
      PATH: process.env["PATH"],
      WEIR_EXAMPLE_BACKEND_PORT: String(port),
      WEIR_EXAMPLE_SPEED: SPEED,
      WEIR_EXAMPLE_SEED: "7",
    },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  await answers(child, port, "/health");
  return { url: `http://127.0.0.1:${port}`, stop: () => child.disconnect() };
}

/** One of the real examples; `name` says which instrumentation, as in `programs/instrumentation.mjs`. */
export async function startExample(
  kind: ExampleName,
  name: string,
  world: World,
  backend: string,
  node: string,
): Promise<MeasuredApp> {
  const { folder, program, args, env, path } = KINDS[kind];
  const port = await freePort();
  const child = fork(program, args(port), {
    cwd: join(EXAMPLES, folder),
    execPath: nodeBinary(node),
    execArgv: [...ENDS_WITH_US, ...(name === "opentelemetry" ? instrumented() : [])],
    env: {
      PATH: process.env["PATH"],
      NODE_ENV: "production",
      INSTRUMENTATION: name,
      RECEIVER: `${world.receiver}/${name}`,
      ...weirVariables(name, `${world.receiver}/${name}`),
      ...env(port, backend),
    },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  await answers(child, port, path);
  return new MeasuredApp(name, child, port, () => path);
}

function weirVariables(name: string, endpoint: string): Readonly<Record<string, string>> {
  if (!name.startsWith("weir")) return { WEIR_DISABLED: "true" };
  return {
    WEIR_ENDPOINT: endpoint,
    WEIR_ENVIRONMENT: name === "weir-production" ? "production" : "staging",
    WEIR_EVIDENCE_SOURCE: "false",
    ...(name === "weir-everything" ? { WEIR_EVIDENCE_EVERYTHING: "true" } : {}),
  };
}

/** @throws Error when the app ended, or does not answer 200 in time */
async function answers(child: ChildProcess, port: number, path: string): Promise<void> {
  const agent = new Agent();
  const end = performance.now() + START_MS;
  for (;;) {
    const failure = await get(agent, port, path).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (failure === undefined) return;
    if (child.exitCode !== null || performance.now() > end) {
      child.kill();
      throw new Error(`${path} was never answered; does the example build and start (npm run build, npm start)?`, {
        cause: failure,
      });
    }
    await new Promise((done) => setTimeout(done, 200));
  }
}
