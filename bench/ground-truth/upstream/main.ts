/**
 * Serves a fixture app's upstream:
 * `node --conditions=@weir/source bench/ground-truth/upstream/main.ts --app next --port 5101 [--mix jittered] [--seed 7]`
 */
import { parseArgs } from "node:util";
import { LATENCY_MIXES, type LatencyMix } from "./latency.ts";
import { loadUpstream } from "./load-upstream.ts";
import { UpstreamServer } from "./upstream-server.ts";

const { values } = parseArgs({
  options: {
    app: { type: "string" },
    port: { type: "string" },
    mix: { type: "string", default: "plain" },
    seed: { type: "string", default: "1" },
  },
});
if (values.app === undefined || values.port === undefined || !isMix(values.mix)) {
  console.error(
    `usage: main.ts --app <next|kit|node|path of a module> --port <number> [--mix ${LATENCY_MIXES.join("|")}] [--seed <text>]`,
  );
  process.exit(2);
}
const server = await UpstreamServer.listen({
  upstream: await loadUpstream(values.app),
  port: Number(values.port),
  mix: values.mix,
  seed: values.seed,
  onUnknown: (call) => console.error(`no route for ${call}`),
});
console.log(`upstream of ${values.app} at ${server.url}`);
process.once("SIGINT", () => void server.close());
process.once("SIGTERM", () => void server.close());

function isMix(text: string): text is LatencyMix {
  return (LATENCY_MIXES as readonly string[]).includes(text);
}
