import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const repository = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
const weir = join(repository, "packages/collector/src/cli/weir.ts");
const agent = pathToFileURL(join(repository, "packages/agent/src/register.ts")).href;
const FROM_SOURCE = ["--conditions=@weir/source", "--disable-warning=ExperimentalWarning"];

/** How long each call takes: long enough that a busy machine does not hide it. Milliseconds. */
const CALL_MS = 250;
/** Requests at once. */
const AT_ONCE = 4;
/** No process outlives a test run that was broken off. Milliseconds. */
const MAX_LIFE_MS = 280_000;

/** How a version of the app gets what its page needs. */
const BODIES = {
  together: `const [user, offers] = await Promise.all([getUser(), getOffers()]);`,
  "in a row": `const user = await getUser();\n  const offers = await getOffers();`,
} as const;

function appSource(body: string): string {
  return `import { createServer } from "node:http";

const api = process.env.UPSTREAM;

async function getUser() {
  const response = await fetch(\`\${api}/user\`);
  return response.json();
}

async function getOffers() {
  const response = await fetch(\`\${api}/offers\`);
  return response.json();
}

async function dashboard() {
  ${body}
  return { user: user.name, offers: offers.items };
}

const server = createServer((request, response) => {
  dashboard().then(
    (page) => response.end(JSON.stringify(page)),
    () => response.writeHead(500).end(),
  );
});
server.listen(0, "127.0.0.1", () => process.send({ url: \`http://127.0.0.1:\${server.address().port}\` }));
process.on("disconnect", () => process.exit(0));
`;
}

export interface Deployed {
  request(times: number): Promise<void>;
  stop(): Promise<void>;
}

/** A staging environment: an app that is deployed in versions, what it calls, and collectors that share one store. */
export class Staging {
  readonly folder: string = mkdtempSync(join(tmpdir(), "weir-staging-"));
  readonly #children = new Set<ChildProcess>();
  #printed = "";
  #upstream: Server | undefined;

  /** Everything that any process printed or logged. */
  get printed(): string {
    return this.#printed;
  }

  async open(): Promise<void> {
    mkdirSync(join(this.folder, "app"));
    writeFileSync(join(this.folder, "app", "package.json"), '{ "type": "module" }');
    const upstream = createServer((request, response) => {
      const path = request.url ?? "/";
      const body = path === "/user" ? { name: "kim", id: 7 } : { items: ["a", "b"] };
      setTimeout(() => response.setHeader("content-type", "application/json").end(JSON.stringify(body)), CALL_MS);
    });
    this.#upstream = upstream;
    await new Promise<void>((listening) => {
      upstream.listen(0, "127.0.0.1", () => listening());
    });
  }

  /** `weir start` in a process of its own; the second one shares the first one's store. */
  async collector(name: string, port: number, env: Readonly<Record<string, string>>): Promise<ChildProcess> {
    const data = join(this.folder, name);
    mkdirSync(data, { recursive: true });
    const shared = join(this.folder, "store");
    mkdirSync(shared, { recursive: true });
    symlinkSync(shared, join(data, "store"));
    const flags = {
      port: String(port),
      data,
      "source-root": join(this.folder, "app"),
      "quiet-ms": "500",
      "log-level": "debug",
    };
    const args = Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, value]);
    const child = this.#spawn([weir, "start", ...args], { ...env, WEIR_ALERTS_ALLOW: "127.0.0.0/8" });
    await until(async () => ((await fetch(`http://127.0.0.1:${port}/ready`)).ok ? true : undefined));
    return child;
  }

  /** Writes a version of the app's source over the one before, and starts it. */
  async deploy(version: string, kind: keyof typeof BODIES, collectorPort: number, service = "web"): Promise<Deployed> {
    mkdirSync(join(this.folder, "app", service), { recursive: true });
    const script = join(this.folder, "app", service, "server.js");
    writeFileSync(script, appSource(BODIES[kind]));
    const address = this.#upstream?.address() as AddressInfo | undefined;
    const child = this.#spawn(["--import", agent, script], {
      UPSTREAM: `http://127.0.0.1:${address?.port}`,
      OTEL_SERVICE_NAME: service,
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${collectorPort}`,
      WEIR_ENVIRONMENT: "staging",
      WEIR_SERVICE_VERSION: version,
      OTEL_BSP_SCHEDULE_DELAY: "200",
    });
    const url = await new Promise<string>((found, failed) => {
      child.once("message", (message) => found((message as { url: string }).url));
      child.once("exit", () => failed(new Error(`version ${version} ended`)));
    });
    return {
      request: async (times) => {
        for (let at = 0; at < times; at += AT_ONCE) {
          const some = Array.from({ length: Math.min(AT_ONCE, times - at) }, async () =>
            (await fetch(`${url}/dashboard`)).text(),
          );
          await Promise.all(some);
        }
      },
      stop: () => this.kill(child, "SIGTERM"),
    };
  }

  async kill(child: ChildProcess, signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resume) => {
      child.once("exit", resume);
    });
    child.kill(signal);
    await ended;
    this.#children.delete(child);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#children].map((child) => this.kill(child, "SIGKILL")));
    this.#upstream?.closeAllConnections();
    this.#upstream?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #spawn(args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
    const child = spawn(process.execPath, [...FROM_SOURCE, ...args], {
      cwd: this.folder,
      env: { PATH: process.env["PATH"] ?? "", HOME: this.folder, ...env },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      timeout: MAX_LIFE_MS,
    });
    this.#children.add(child);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk: Buffer) => (this.#printed += chunk.toString("utf8")));
    }
    return child;
  }
}

/** Asks until there is an answer; the test's own time limit ends it. */
export async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined) return answer;
    await new Promise((resume) => {
      setTimeout(resume, 100);
    });
  }
}
