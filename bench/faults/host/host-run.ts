import { peopleOf } from "../../../examples/backend/src/person.ts";
import { EXAMPLE_ROUTES } from "../../../examples/manifest.ts";
import type { ExampleService } from "../../../examples/manifest/example-route.ts";
import { AppClient } from "../../../examples/traffic/src/app-client.ts";
import { planRequests } from "../../../examples/traffic/src/request-plan.ts";
import type { ExampleStack } from "../../../tools/start/stack.ts";
import { type Exchange, Recorder } from "./recorder.ts";

export interface Session {
  readonly key: string;
  /** What the client asked and was answered. */
  readonly answers: readonly Exchange[];
  /** What the app asked of its services, in order. */
  readonly calls: readonly Exchange[];
}

export interface ServiceTimes {
  readonly speed?: number;
  readonly jitter?: number;
}

const PEOPLE_SEED = 7;
/** Fast enough for a hundred requests, slow enough that who is answered first does not hang on a millisecond. */
const SPEED = 5;
const BACKEND = "examples/backend";
const API_VARIABLE = { "next-app": "SHOP_API_URL", "sveltekit-app": "TRACKER_API_URL" } as const;
const FOLDER = { "next-app": "examples/next-app", "sveltekit-app": "examples/sveltekit-app" } as const;

/** An example app between two recorders: everything it is asked and answers, everything it asks. */
export class HostRun {
  readonly #stack: ExampleStack;
  readonly #app: ExampleService;
  readonly #front: Recorder;
  readonly #back: Recorder;
  readonly #perRoute: number;
  readonly #addresses: { front: string; back: string } = { front: "", back: "" };

  constructor(
    stack: ExampleStack,
    app: ExampleService,
    urls: { readonly app: string; readonly backend: string },
    perRoute: number,
  ) {
    this.#stack = stack;
    this.#app = app;
    this.#perRoute = perRoute;
    this.#front = new Recorder(() => urls.app);
    this.#back = new Recorder(() => urls.backend);
  }

  async open(): Promise<void> {
    this.#addresses.front = await this.#front.start();
    this.#addresses.back = await this.#back.start();
  }

  async close(): Promise<void> {
    await this.#front.stop();
    await this.#back.stop();
  }

  /**
   * Starts app and services anew and asks every route, one request at a time.
   * @param services what their times are divided by, and the share by which each of them varies
   */
  async session(
    env: Readonly<Record<string, string>>,
    folder: string = FOLDER[this.#app],
    { speed = SPEED, jitter }: ServiceTimes = {},
  ): Promise<readonly Session[]> {
    await this.#stack.replace("backend", BACKEND, {
      WEIR_EXAMPLE_SPEED: String(speed),
      ...(jitter === undefined ? {} : { WEIR_EXAMPLE_JITTER: String(jitter) }),
    });
    await this.#stack.replace(this.#app, folder, { ...env, [API_VARIABLE[this.#app]]: this.#addresses.back });
    const { front } = this.#addresses;
    const client = new AppClient({ addresses: { "next-app": front, "sveltekit-app": front }, timeout: 30_000 }, 1);
    const routes = EXAMPLE_ROUTES.filter(({ service }) => service === this.#app);
    const sessions: Session[] = [];
    await this.#back.taken();
    for (const planned of planRequests(routes, peopleOf(PEOPLE_SEED), this.#perRoute)) {
      // An app that hangs up is an answer like another: it is compared.
      await client.send(planned).catch(() => undefined);
      const answers = await this.#front.taken();
      sessions.push({ key: planned.route.key, answers, calls: await this.#back.taken() });
    }
    client.close();
    return sessions;
  }
}
