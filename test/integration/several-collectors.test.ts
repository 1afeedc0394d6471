import { afterEach, expect, it } from "vitest";
import { RequestTemplate, SPANS_PER_REQUEST } from "../../bench/ingest/request-template.ts";
import { collectorConfigSchema } from "../../packages/collector/src/config.ts";
import { type RunningCollector, startCollector } from "../../packages/collector/src/main.ts";
import { freePort } from "./free-port.ts";

const REQUESTS = 40;
const TOKEN = "the-token-of-peers";

const running: RunningCollector[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((collector) => collector.stop()));
});

/** Collectors that know each other, each with a store of its own in memory, so that one sees what each was given. */
async function open(count: number): Promise<readonly string[]> {
  const ports = [];
  while (ports.length < count) ports.push(await freePort());
  const peers = ports.map((port) => `http://127.0.0.1:${port}`);
  for (const [index, port] of ports.entries()) {
    const settings = { data: "memory", port, peers, self: peers[index], tokens: { peer: [TOKEN] }, quietMs: 50 };
    running.push(await startCollector(collectorConfigSchema.parse({ ...settings, logLevel: "silent" })));
  }
  return peers;
}

interface Status {
  readonly ingest: { readonly spans: number; readonly requests: number };
  readonly agents: readonly { readonly service: string; readonly evidence: object }[];
}

async function status(url: string): Promise<Status> {
  return (await (await fetch(`${url}/api/v1/status`)).json()) as Status;
}

async function post(url: string, type: string, body: Uint8Array<ArrayBuffer> | string): Promise<number> {
  return (await fetch(url, { method: "POST", headers: { "content-type": type }, body })).status;
}

/** As an exporter does: 503 means that it is to be sent again. */
async function send(url: string, body: Uint8Array<ArrayBuffer>): Promise<void> {
  let answer = 503;
  while (answer === 503) answer = await post(`${url}/v1/traces`, "application/x-protobuf", body);
  expect(answer).toBe(200);
}

it("brings each trace to one of two collectors, and what an agent says to both", async () => {
  const [first = "", second = ""] = await open(2);
  const template = new RequestTemplate(REQUESTS, { routes: 3, fetches: 4, startedAt: Date.now() });
  const body = template.stamp(0) as Uint8Array<ArrayBuffer>;
  for (const url of [first, second]) await send(url, body);
  const spans = (await Promise.all([status(first), status(second)])).map(({ ingest }) => ingest.spans);
  expect(spans.reduce((sum, count) => sum + count, 0)).toBe(REQUESTS * SPANS_PER_REQUEST);
  expect(spans.every((count) => count > 0 && count % SPANS_PER_REQUEST === 0)).toBe(true);

  const evidence = { values: true, callSites: true, lineage: true, source: true };
  const app = { service: "web", env: "staging", version: "1", instance: "i", pid: 1 };
  const hello = { ...app, node: "24", agent: "0.1.0", framework: "next", evidence };
  expect(await post(`${first}/api/v1/hello`, "application/json", JSON.stringify(hello))).toBe(200);
  await expect
    .poll(async () => (await status(second)).agents.filter(({ service }) => service === "web"), { timeout: 60_000 })
    .toMatchObject([{ evidence }]);
});

it("takes the addresses of a name for its peers", async () => {
  const port = await freePort();
  const self = `http://127.0.0.1:${port}`;
  const settings = { data: "memory", port, peers: [`dns://127.0.0.1:${port}`], self, logLevel: "silent" };
  running.push(await startCollector(collectorConfigSchema.parse(settings)));
  const template = new RequestTemplate(2, { routes: 1, fetches: 1, startedAt: Date.now() });
  await send(self, template.stamp(0) as Uint8Array<ArrayBuffer>);
  expect((await status(self)).ingest.spans).toBe(2 * SPANS_PER_REQUEST);
  expect(await (await fetch(`${self}/metrics`)).text()).toContain("\nweir_cluster_peers 1\n");
});

it("does not start without knowing which of the peers it is", async () => {
  const peers = ["http://127.0.0.1:1", "http://127.0.0.1:2"];
  const start = (self: string | undefined): Promise<RunningCollector> =>
    startCollector(collectorConfigSchema.parse({ data: "memory", port: 0, peers, self, logLevel: "silent" }));
  await expect(start(undefined)).rejects.toMatchObject({ code: "WEIR_SELF_MISSING" });
  await expect(start("http://127.0.0.1:3")).rejects.toMatchObject({ code: "WEIR_SELF_NOT_A_PEER" });
});
