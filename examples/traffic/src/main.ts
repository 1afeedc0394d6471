/**
 * Drives both example apps: `node examples/traffic/src/main.ts --per-route 40 --concurrency 24`.
 * Progress goes to stderr, a JSON summary to stdout.
 */
import { parseArgs } from "node:util";
import { peopleOf } from "../../backend/src/person.ts";
import { EXAMPLE_ROUTES } from "../../manifest.ts";
import { AppClient } from "./app-client.ts";
import { driveTraffic } from "./drive-traffic.ts";
import { progressLine } from "./progress-line.ts";
import { planRequests } from "./request-plan.ts";

const { values } = parseArgs({
  options: {
    next: { type: "string", default: "http://127.0.0.1:3100" },
    sveltekit: { type: "string", default: "http://127.0.0.1:3200" },
    "per-route": { type: "string", default: "40" },
    concurrency: { type: "string", default: "24" },
    "max-seconds": { type: "string", default: "300" },
    seed: { type: "string", default: process.env["WEIR_EXAMPLE_SEED"] ?? "7" },
    only: { type: "string", default: "" },
  },
});

const concurrency = Number(values.concurrency);
const addresses = { "next-app": values.next, "sveltekit-app": values.sveltekit };
const client = new AppClient({ addresses, timeout: 30_000 }, concurrency);
const routes = EXAMPLE_ROUTES.filter(({ key }) => key.includes(values.only));
const stop = new AbortController();
process.once("SIGINT", () => stop.abort());

const now = (): number => performance.now();
const summary = await driveTraffic({
  plan: planRequests(routes, peopleOf(Number(values.seed)), Number(values["per-route"])),
  send: (request) => client.send(request),
  concurrency,
  maxSeconds: Number(values["max-seconds"]),
  now,
  onProgress: progressLine(process.stderr, now),
  signal: stop.signal,
});
client.close();
console.log(JSON.stringify(summary, undefined, 2));
process.exitCode = summary.failed === 0 ? 0 : 1;
