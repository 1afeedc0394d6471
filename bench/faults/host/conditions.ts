import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { ExampleService } from "../../../examples/manifest/example-route.ts";
import type { OddCollector } from "./odd-collector.ts";

export interface Condition {
  readonly name: string;
  /** How the collector behaves; `away` is a port that nobody listens on. */
  readonly collector: ConstructorParameters<typeof OddCollector>[0] | "away";
  /** An app with faults in its agent, where those cannot be put in as it is loaded. */
  readonly faulty?: true;
  readonly env: Readonly<Record<string, string>>;
}

const FAULTS = `--import ${pathToFileURL(resolve(import.meta.dirname, "../../../test/runtimes/programs/faults.mjs")).href}`;
/**
 * Fix helpers stand in for the app's own code, and the tracer's methods and ids for OpenTelemetry's: a few lines that have to begin
 * before anything could be caught.
 */
const OWN = "^(?:fix/|lazy-provider |own-name |ids )";
/** Without a root there is nothing to look at further in, where faults are wanted too. */
const ROOTS = `${OWN}|^(?:capture/(?:http-server|propagator|context-keys|roots|root-span|span-processor|server-spans)|ids) `;
/** What each app itself gets along with. MiB. */
const LITTLE: Readonly<Record<ExampleService, number>> = { "next-app": 80, "sveltekit-app": 32 };

const withFaults = (turns: string, env: Readonly<Record<string, string>> = {}): Condition["env"] => ({
  NODE_OPTIONS: FAULTS,
  FAULTS: turns,
  FAULTS_WITHOUT: OWN,
  ...env,
});

/** What may go wrong with the agent or around it; the app is compared with itself without an agent. */
export function conditionsOf(app: ExampleService): readonly Condition[] {
  const little = { NODE_OPTIONS: `--max-old-space-size=${LITTLE[app]}` };
  return [
    { name: "nothing wrong", collector: "fine", env: {} },
    { name: "collector away", collector: "away", env: {} },
    { name: "collector that never answers", collector: "slow", env: {} },
    { name: "collector that answers anything", collector: "hostile", env: {} },
    { name: `${LITTLE[app]} MiB of memory, collector away`, collector: "away", env: little },
    {
      name: "every function of the agent fails when it starts",
      collector: "fine",
      faulty: true,
      env: withFaults("1", { FAULTS_FROM: "start" }),
    },
    {
      name: "every function fails the first time",
      collector: "fine",
      faulty: true,
      env: withFaults("1"),
    },
    {
      name: "every function fails now and then",
      collector: "fine",
      faulty: true,
      env: withFaults("2,5,12,50,51,52,200,1000", { FAULTS_WITHOUT: ROOTS }),
    },
  ];
}
