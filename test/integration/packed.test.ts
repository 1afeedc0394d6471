import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** The packages as a stranger gets them: packed, installed into an empty folder, run there. */
const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
let folder: string;
const running = new Set<ChildProcess>();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "weir-packed-"));
  for (const name of ["core", "agent", "collector"]) {
    run("npm", ["pack", "--silent", "--pack-destination", folder], join(root, "packages", name));
  }
  writeFileSync(join(folder, "package.json"), '{ "name": "stranger", "private": true, "type": "module" }');
  const tarballs = readdirSync(folder).filter((file) => file.endsWith(".tgz"));
  run(
    "npm",
    [
      "install",
      "--silent",
      "--no-audit",
      "--no-fund",
      ...tarballs.map((file) => `./${file}`),
      "@opentelemetry/api@1.9.1",
    ],
    folder,
  );
});

afterAll(() => {
  for (const child of running) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

function run(command: string, args: readonly string[], cwd: string): string {
  return execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** Starts `weir`; `line` resolves with the first line on stderr that matches. */
function weir(...args: readonly string[]): {
  child: ChildProcess;
  line(match: RegExp): Promise<string>;
  exit: Promise<number | null>;
} {
  const child = spawn(join(folder, "node_modules/.bin/weir"), args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  let said = "";
  const heard = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      for (const hear of heard) hear();
    });
  }
  const exit = new Promise<number | null>((done) => {
    child.once("exit", (code) => {
      running.delete(child);
      done(code);
    });
  });
  const line = (match: RegExp): Promise<string> =>
    new Promise((found, lost) => {
      const look = (): void => {
        const hit = said.split("\n").find((text) => match.test(text));
        if (hit !== undefined) found(hit);
      };
      heard.add(look);
      look();
      void exit.then((code) => lost(new Error(`weir ended with ${code} before saying ${match}:\n${said}`)));
    });
  return { child, line, exit };
}

function urlIn(text: string): string {
  return /https?:\/\/\S+/.exec(text)?.[0] ?? "";
}

describe("the packed packages in an empty folder", () => {
  it("say their version", () => {
    expect(run("npx", ["weir", "version"], folder).trim()).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it("weir start serves the dashboard, the API and OTLP, and ends cleanly", async () => {
    const { child, line, exit } = weir("start", "--port", "0", "--data", join(folder, "data"));
    const url = urlIn(await line(/listening on/));
    expect((await fetch(`${url}/ready`)).status).toBe(200);
    const page = await fetch(url, { headers: { accept: "text/html" } });
    expect(await page.text()).toContain("<title>");
    const routes = (await (await fetch(`${url}/api/v1/routes`)).json()) as { routes: unknown[] };
    expect(routes.routes).toEqual([]);
    child.kill("SIGTERM");
    expect(await exit).toBe(0);
  });

  it("weir dev wraps a server with the agent: its request is on the list, and its exit code is passed on", async () => {
    const upstream = createServer((_request, response) => response.end('{"ok":true}'));
    const port = await new Promise<number>((listening) => {
      upstream.listen(0, "127.0.0.1", () => listening((upstream.address() as { port: number }).port));
    });
    writeFileSync(
      join(folder, "server.mjs"),
      `import { createServer } from "node:http";
const server = createServer(async (request, response) => {
  const first = await fetch("http://127.0.0.1:${port}/first").then((answer) => answer.json());
  const second = await fetch("http://127.0.0.1:${port}/second").then((answer) => answer.json());
  response.end(JSON.stringify([first, second]));
});
server.listen(0, "127.0.0.1", () => console.log("app on http://127.0.0.1:" + server.address().port));
process.on("SIGTERM", () => server.close(() => process.exit(7)));
`,
    );
    const { child, line, exit } = weir(
      "dev",
      "--port",
      "0",
      "--data",
      "memory",
      "--",
      "node",
      "--import",
      "@weir/agent/register",
      "server.mjs",
    );
    const url = urlIn(await line(/dashboard on/));
    const app = urlIn(await line(/app on/));
    expect(await (await fetch(`${app}/orders`)).json()).toEqual([{ ok: true }, { ok: true }]);
    const seen = await until(async () => {
      const { routes } = (await (await fetch(`${url}/api/v1/routes?sort=requests`)).json()) as {
        routes: { route: string }[];
      };
      return routes.length > 0 ? routes : undefined;
    });
    expect(seen[0]?.route).toBe("/orders");
    child.kill("SIGTERM");
    expect(await exit).toBe(7);
    upstream.close();
  });
});

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
