import { join, resolve } from "node:path";
import { type App, appsOf } from "./apps.ts";
import { build, type Workshop } from "./build.ts";
import { type BuildStep, DASHBOARD, NEXT_APP, PACKAGES, SVELTEKIT_APP } from "./build-steps.ts";
import { freePorts, type Ports } from "./free-ports.ts";
import { type Part, PARTS, type StartOptions } from "./options.ts";
import { ProcessFailed, type ProcessGroup } from "./process-group.ts";
import { ProcessSet } from "./process-set.ts";
import { ready } from "./ready.ts";

export interface Stack {
  /** Base URL of each part. */
  readonly urls: Readonly<Record<Part, string>>;
  /** Rejects when a part ends although nobody stopped it; never resolves. */
  readonly broken: Promise<never>;
}

const ROOT = resolve(import.meta.dirname, "../..");
const PHASES: readonly (readonly Part[])[] = [
  ["backend", "collector"],
  ["next-app", "sveltekit-app"],
];

/**
 * Everything of the examples: builds what is stale and starts backend, collector and both apps. The same for
 * `npm start` and for the integration test.
 */
export class ExampleStack {
  readonly #processes = new ProcessSet();
  readonly #options: StartOptions;
  readonly #say: (line: string) => void;
  readonly #logs: string;
  readonly #running = new Map<Part, ProcessGroup>();
  #ports: Ports | undefined;

  constructor(options: StartOptions, say: (line: string) => void) {
    this.#options = options;
    this.#say = say;
    this.#logs = join(resolve(ROOT, options.data), "logs");
  }

  /**
   * Builds what the given parts need.
   * @throws ProcessFailed when a build fails.
   */
  async build(parts: readonly Part[] = PARTS): Promise<void> {
    const workshop = this.#workshop(join(ROOT, "node_modules/.cache/weir-start"));
    const inTurn = async (...steps: BuildStep[]): Promise<void> => {
      for (const step of steps) await build(step, workshop);
    };
    const forPart = (part: Part, step: BuildStep): BuildStep[] => (parts.includes(part) ? [step] : []);
    // The apps bundle the built agent; the long Next.js build runs beside the short ones.
    await inTurn(PACKAGES);
    await Promise.all([
      inTurn(...forPart("next-app", NEXT_APP)),
      inTurn(...forPart("collector", DASHBOARD), ...forPart("sveltekit-app", SVELTEKIT_APP)),
    ]);
  }

  /**
   * Starts what is asked for, apps after the services they need.
   * @throws ProcessFailed when a part ends, or does not answer in time.
   */
  async start(parts: readonly Part[] = PARTS): Promise<Stack> {
    const ports = await freePorts(this.#options.ports);
    this.#ports = ports;
    for (const part of PARTS) {
      const wanted = this.#options.ports[part];
      if (ports[part] !== wanted) this.#say(`port ${wanted} is taken: ${part} uses ${ports[part]}`);
    }
    const apps = appsOf(ROOT, ports, this.#options);
    const groups: ProcessGroup[] = [];
    for (const phase of PHASES) {
      const wanted = phase.filter((part) => parts.includes(part));
      groups.push(...(await Promise.all(wanted.map((part) => this.#startApp(apps[part])))));
    }

    const broken = Promise.race(groups.map((group) => this.#endOf(group)));
    broken.catch(() => {});
    return { urls: urlsOf(ports), broken };
  }

  /**
   * Builds a copy of an app where it is: `folder` is relative to the repository's root.
   * @throws ProcessFailed when the build fails.
   */
  async buildCopy({ name, cwd, node, outputs }: BuildStep, folder: string): Promise<void> {
    const moved = outputs.map((path) => path.replace(cwd, folder));
    const copy = { name: `copy-of-${name}`, cwd: folder, node, inputs: [folder], outputs: moved };
    await build(copy, this.#workshop(join(this.#logs, "stamps")));
  }

  /**
   * A deploy: the same app on the same port, from another folder, relative to the repository's root, with `env` on top
   * of the environment it always gets.
   * @throws ProcessFailed when it ends, or does not answer in time.
   */
  async replace(part: Part, folder: string, env: Readonly<Record<string, string>> = {}): Promise<void> {
    if (this.#ports === undefined) throw new Error(`${part} was never started`);
    const before = this.#running.get(part);
    this.#running.delete(part);
    await before?.stop();
    const app = appsOf(ROOT, this.#ports, this.#options)[part];
    await this.#startApp({ ...app, cwd: join(ROOT, folder), env: { ...app.env, ...env } });
  }

  async stop(): Promise<void> {
    await this.#processes.stop();
  }

  #workshop(stamps: string): Workshop {
    return { root: ROOT, stamps, logs: this.#logs, processes: this.#processes, say: this.#say };
  }

  async #startApp({ health, ...spec }: App): Promise<ProcessGroup> {
    const group = await this.#processes.start({ ...spec, log: join(this.#logs, `${spec.name}.log`) });
    this.#running.set(spec.name, group);
    await ready(group, health);
    return group;
  }

  /** Settles only for a process that nobody has replaced. */
  async #endOf(group: ProcessGroup): Promise<never> {
    const { code, signal } = await group.exited;
    if (![...this.#running.values()].includes(group)) return new Promise<never>(() => {});
    throw new ProcessFailed(group, `ended by itself (${signal ?? `exit code ${code}`})`);
  }
}

function urlsOf(ports: Ports): Readonly<Record<Part, string>> {
  const url = (part: Part): string => `http://127.0.0.1:${ports[part]}`;
  return {
    backend: url("backend"),
    "next-app": url("next-app"),
    "sveltekit-app": url("sveltekit-app"),
    collector: url("collector"),
  };
}
