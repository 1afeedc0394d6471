import { join } from "node:path";
import { FIRST_QUESTION, fitsGlob, type Status } from "@weir/core";
import type { FastifyInstance } from "fastify";
import { AgentRegistry } from "./agents/agent-registry.ts";
import { WeirError } from "./errors.ts";
import { AlertDesk } from "./alert/alert-desk.ts";
import { RuleSource } from "./alert/rules/rule-source.ts";
import { EventHub } from "./api/events/event-hub.ts";
import { FindingBook } from "./api/findings/finding-book.ts";
import { FINDING_POLICY, type FindingPolicy } from "./api/findings/policy.ts";
import { injectReader } from "./api/inject-reader.ts";
import { registerApi } from "./api/register-api.ts";
import { hello, sourceUpload } from "./api/schema/collector.ts";
import { boundedClock, type Clock, steadyClock } from "./clock.ts";
import { Cluster } from "./cluster/cluster.ts";
import { type CollectorConfig, quietMs } from "./config.ts";
import { dashboardFolder } from "./dashboard-folder.ts";
import { type DataFolders, dataFolders } from "./data-folders.ts";
import { FolderLock } from "./folder-lock.ts";
import { LaunchedEditor } from "./editor/launched-editor.ts";
import { Forwarder, FORWARDER, forwardCounter } from "./ingest/forwarder.ts";
import { TOKEN_HEADERS } from "./ingest/ingest-auth.ts";
import { Intake } from "./ingest/intake.ts";
import { FILE_JOURNAL, FileJournal } from "./ingest/journal/file-journal.ts";
import type { Journal } from "./ingest/journal/journal.ts";
import { MemoryJournal } from "./ingest/journal/memory-journal.ts";
import { MAX_BODY_BYTES_AT_ONCE, otlpReceiver } from "./ingest/receiver.ts";
import { mcpRoute } from "./mcp/serve-mcp.ts";
import { addPipelineMetrics, addSourceMetrics } from "./collector-metrics.ts";
import { Losses } from "./losses.ts";
import { Metrics } from "./metrics.ts";
import { Analyst } from "./pipeline/analyst.ts";
import { batchIds } from "./pipeline/batch-ids.ts";
import { Coverage } from "./pipeline/coverage.ts";
import { IntentLog } from "./pipeline/intent-log.ts";
import { Newsroom } from "./pipeline/newsroom.ts";
import { outlineOf } from "./pipeline/outline.ts";
import { Pipeline } from "./pipeline/pipeline.ts";
import { Ticker } from "./pipeline/ticker.ts";
import { closeServer, createServer } from "./server.ts";
import { checkListen, isLoopback } from "./server/listen-check.ts";
import { createLogger, type Logger } from "./server/logger.ts";
import { RateLimit } from "./server/rate-limit.ts";
import { tokensIn } from "./server/token.ts";
import type { SourceReader } from "./source/port.ts";
import { createSourceReader } from "./source/source-reader.ts";
import { MemoryStore } from "./store/memory/memory-store.ts";
import type { Store } from "./store/port.ts";
import { StoreCounts } from "./store/store-counts.ts";
import { applyRetention } from "./store/retention.ts";
import { SqliteStore } from "./store/sqlite/sqlite-store.ts";
import { VERSION } from "./version.ts";

export interface RunningCollector {
  /** `http://localhost:4318`, with the port it really got. */
  readonly url: string;
  readonly port: number;
  /** Takes no more spans, finishes those it has, closes everything. */
  stop(): Promise<void>;
}

/** Spans kept after their analysis so that a late one can correct it. */
const MAX_RECENT_SPANS = 100_000;
/** Bytes of the bodies, unpacked, that open and recent traces are read from. */
const MAX_HELD_BYTES = 64 * 1024 * 1024;
/** How often due traces are looked for. Milliseconds. */
const TICK_MS = 100;
/** How often expired days are looked for. Milliseconds. */
const RETENTION_MS = 3_600_000;
/** Before days are let go, what an earlier process left in the journal is stored: it may belong to them. Milliseconds. */
const REPLAY_MS = 60_000;
/** What a clock may be corrected by before retention doubts it. Milliseconds. */
const CLOCK_SLACK_MS = 12 * 3_600_000;
/** How long a trace waits for source files its agent has announced. Milliseconds. */
const SOURCE_WAIT_MS = 3_000;
/** How often it is looked at whether something is to be told. Milliseconds. */
const ALERT_TICK_MS = 1_000;
/** Looked for in the working directory when no rule file is named. */
const RULE_FILE = "weir.alerts.yaml";
/** Requests in work when the collector stops are given so long. Milliseconds. */
const CLOSE_GRACE_MS = 5_000;
/** How often the store is asked what it holds. Milliseconds. */
const STORE_COUNTS_MS = 10_000;
/** How often the first page's answer is made anew. Milliseconds. */
const FIRST_LOOK_MS = 60_000;
/** A database server has more than one collector to answer. Milliseconds. */
const FIRST_LOOK_AT_SERVER_MS = 240_000;
/** A database server takes few large blocks better than many small ones. Milliseconds. */
const SERVER_FLUSH_MS = 1_000;
/** How old this collector's evidence may get where others add to it. Milliseconds. */
const REREAD_MS = 30_000;
/** `--data memory` */
const IN_MEMORY = "memory";

/**
 * Picks the adapters and wires them; the only place that knows them all.
 * @throws WeirError `WEIR_LISTEN_NEEDS_TOKEN` before anything is opened, `WEIR_DATA_IN_USE` for another's data folder.
 */
export async function startCollector(
  config: CollectorConfig,
  clock: Clock = Date.now,
  log: Logger = createLogger(config.logLevel),
): Promise<RunningCollector> {
  const allowed = checkListen(config);
  if (!allowed.ok) throw allowed.error;
  const disk = config.data === IN_MEMORY ? undefined : dataFolders(config.data);
  const lock = disk === undefined ? undefined : await FolderLock.take(config.data);
  try {
    const running = await openCollector(config, clock, log, disk);
    return { ...running, stop: () => running.stop().finally(() => lock?.release()) };
  } catch (error) {
    lock?.release();
    throw error;
  }
}

async function openCollector(
  config: CollectorConfig,
  clock: Clock,
  log: Logger,
  disk: DataFolders | undefined,
): Promise<RunningCollector> {
  const failed = (error: unknown): void => log.error({ err: error }, "background work");
  const metrics = new Metrics();
  const store = await openStore(config, disk);
  await store.migrate();
  const journalAlone = await openJournal(config, disk, failed);
  const sources = createSourceReader({ folder: disk?.sources, roots: config.sourceRoots });
  const agents = new AgentRegistry();
  const events = new EventHub(clock);
  const coverage = new Coverage();
  const newsroom = new Newsroom();
  const hasPeers = config.peers.length > 0;
  if (hasPeers && config.store === undefined) log.warn("peers without a common store: each page shows a part only");
  const analyst = new Analyst({ store, sources, clock, rereadMs: hasPeers ? REREAD_MS : undefined });
  const putSources: SourceReader["put"] = async (build, files) => {
    await sources.put(build, files);
    analyst.sourcesChanged();
  };
  const cluster = hasPeers
    ? await Cluster.open({
        peers: config.peers,
        self: config.self,
        tokens: config.tokens.peer,
        folder: disk?.cluster,
        keepsJournal: config.fsync !== "memory",
        maxBodyBytes: config.maxBodyBytes,
        maxBodyBytesAtOnce: MAX_BODY_BYTES_AT_ONCE,
        metrics,
        apply: async (kind, content, at) => {
          if (kind === "hello") return agents.hello(hello.parse(content), at);
          const { service, env, version = "", files } = sourceUpload.parse(content);
          return putSources({ service, env, version }, files);
        },
        onFailure: failed,
      })
    : undefined;
  const journal = cluster?.watched(journalAlone) ?? journalAlone;
  const pipeline = new Pipeline(
    {
      quietMs: quietMs(config),
      maxAgeMs: config.maxAgeMs,
      maxSpans: config.maxOpenSpans,
      maxRecentSpans: MAX_RECENT_SPANS,
      maxHeldBytes: MAX_HELD_BYTES,
      flushMs: config.store !== undefined ? SERVER_FLUSH_MS : config.mode === "dev" ? 0 : 250,
      sourceWaitMs: SOURCE_WAIT_MS,
    },
    {
      store,
      analyst,
      intents: new IntentLog(disk === undefined ? undefined : join(disk.journal, "intents.jsonl")),
      clock: steadyClock,
      nextBatchId: batchIds(),
      release: (entry) => journal.release(entry),
      isLiveEntry: (entry) => journal.isLive(entry),
      expectsSources: (app) => agents.sendsSources(app),
      onSpans: (spans) => {
        for (const resource of new Set(spans.map((span) => span.resource))) agents.seen(resource, clock());
      },
      outline: outlineOf,
      onStored: (outlines) => {
        for (const outline of outlines) coverage.add(outline);
        for (const news of newsroom.after(outlines)) events.publish(news);
      },
      onFailure: (what, error) => log.error({ err: error, what }, "pipeline"),
    },
  );
  const copies = forwardCounter(metrics);
  const forwarders = config.forward.map((endpoint) => new Forwarder({ ...FORWARDER, endpoint }, copies));
  const intake = new Intake({ sink: pipeline, journal, metrics, maxBodyBytes: config.maxBodyBytes });
  addPipelineMetrics(metrics, pipeline, analyst);
  addSourceMetrics(metrics, sources);
  const storeCounts = new StoreCounts(store, metrics);
  const losses = new Losses(
    {
      "invalid-spans": () => intake.counts.rejected,
      "unreadable-bodies": () => intake.counts.unreadable,
      "damaged-journal": () => (journal.stats().lostBytes > 0 ? 1 : 0),
      "failed-traces": () => pipeline.counts.failed,
      "wrong-time": () => analyst.admission.wrongTime,
      "too-many-apps": () => analyst.admission.tooManyApps,
      "late-rows": () => storeCounts.lateRows,
    },
    metrics,
  );
  const logLosses = (): void => {
    for (const loss of losses.unsaid()) log.warn(loss, "not kept, all in all");
  };
  const replayed = await pipeline.replay(intake.replay());
  if (replayed > 0) log.info({ spans: replayed }, "replayed what the journal still held");

  let publicUrl = config.publicUrl ?? "";
  const rules = new RuleSource(
    { path: config.alerts ?? RULE_FILE, named: config.alerts !== undefined, env: process.env },
    clock(),
  );
  const policy: FindingPolicy = {
    ...FINDING_POLICY,
    minRequests: config.minRequests,
    minRequestsOn: (routes) =>
      rules.settings.minRequests.find(({ route }) => routes.some((key) => fitsGlob(route, key)))?.requests,
  };
  const alerts = new AlertDesk({
    store,
    clock,
    random: Math.random,
    rules,
    book: new FindingBook(store, policy, "counting"),
    policy,
    metrics,
    allow: config.alertsAllow,
    dashboard: () => publicUrl,
    dropped: () => losses.total,
    onFailure: (what, error) => log.error({ err: error, what }, "alerts"),
    onChange: () => events.publish({ name: "alerts.updated", key: "", item: {} }),
  });
  logRules(alerts, log);

  let ready = false;
  const app = createServer({
    logger: log,
    metrics,
    readTokens: tokensIn(config.tokens.read, config.tokens.write),
    readiness: () => (ready ? { ready } : { ready: false, reason: "starting" }),
    allowedHosts: config.allowedHosts,
    allowedOrigins: config.allowedOrigins,
    trustedProxies: config.trustedProxies,
    ...(config.rateLimit === 0 ? {} : { rateLimit: rateLimit(config.rateLimit) }),
  });
  await app.register(
    otlpReceiver({
      intake: cluster?.intake(intake) ?? intake,
      metrics,
      maxBodyBytes: config.maxBodyBytes,
      maxBodyBytesAtOnce: MAX_BODY_BYTES_AT_ONCE,
      cors: { origins: config.cors, headers: [] },
      forwarders,
      ...(config.tokens.ingest === undefined ? {} : { auth: { tokens: config.tokens.ingest, headers: TOKEN_HEADERS } }),
    }),
  );
  await cluster?.join(app);
  await registerApi(app, {
    store,
    clock,
    version: VERSION,
    status: () => ({ ingest: ingestStatus(intake, pipeline, losses), coverage: coverage.summary }),
    agents: {
      list: () => agents.list(),
      hello: (said, at) => {
        agents.hello(said, at);
        const { service, env, version = "", evidence } = said;
        cluster?.notices.tell("hello", said, at, JSON.stringify([service, env, version, evidence])).catch(failed);
      },
    },
    events,
    sources: {
      put: async (build, files) => {
        await putSources(build, files);
        await cluster?.notices.tell("sources", { ...build, files }, clock());
      },
    },
    tokens: config.tokens,
    policy,
    alerts,
    dashboard: dashboardFolder(),
    // On a developer's own machine only: whoever can reach the collector sits before its screen.
    editor:
      config.mode === "dev" && isLoopback(config.host) && config.sourceRoots.length > 0
        ? { roots: config.sourceRoots, editor: new LaunchedEditor() }
        : undefined,
  });
  const [token] = tokensIn(config.tokens.write ?? config.tokens.read);
  const mcpApi = injectReader(app, token);
  await app.register(mcpRoute({ api: mcpApi, tokens: config.tokens, allowWrite: false }));

  const keepFrom = boundedClock(clock, steadyClock, CLOCK_SLACK_MS);
  const retain = (): Promise<void> => applyRetention(store, { detail: config.retentionDays }, keepFrom());
  if (replayed === 0) await retain();
  const ticker = new Ticker(TICK_MS, () => pipeline.tick(), failed);
  const retention = new Ticker(RETENTION_MS, retain, failed, replayed === 0 ? RETENTION_MS : REPLAY_MS);
  const count = (): Promise<void> => storeCounts.refresh().finally(logLosses);
  const counting = new Ticker(STORE_COUNTS_MS, count, failed, 0);
  const alertTicker = new Ticker(ALERT_TICK_MS, () => alerts.tick(), failed);
  // What the first page asks for, so that an answer is at hand when somebody looks, and everything a new one takes.
  const firstLook = new Ticker(
    config.store === undefined ? FIRST_LOOK_MS : FIRST_LOOK_AT_SERVER_MS,
    async () => void (await mcpApi.get(FIRST_QUESTION)),
    (error) => ready && failed(error),
    0,
  );
  ticker.start();
  retention.start();
  counting.start();
  const port = await listen(app, config);
  const url = `http://${config.host.includes(":") ? `[${config.host}]` : config.host}:${port}`;
  publicUrl = config.publicUrl ?? url;
  alertTicker.start();
  ready = true;
  firstLook.start();
  return {
    url,
    port,
    stop: async () => {
      ready = false;
      await closeServer(app, CLOSE_GRACE_MS);
      await cluster?.close();
      await Promise.all([firstLook.stop(), ticker.stop(), retention.stop(), counting.stop()]);
      await pipeline.drain();
      logLosses();
      await alertTicker.stop();
      await alerts.stop();
      await journal.close();
      await Promise.all(forwarders.map((forwarder) => forwarder.close(CLOSE_GRACE_MS)));
      await Promise.all([sources.close(), store.close()]);
    },
  };
}

/** A rule file that is wrong at start is said where one looks first. Its text stays out of the log. */
function logRules({ file }: AlertDesk, log: Logger): void {
  const [fault] = file.faults;
  if (fault === undefined) return;
  const { line, column, key } = fault;
  log.error({ file: file.name, line, column, key }, "the rule file is broken; GET /api/v1/alerts says more");
}

/** A page makes some dozens of requests at once; a third of a minute's worth is room for many of them. */
function rateLimit(perMinute: number): RateLimit {
  return new RateLimit({ perMinute, burst: Math.ceil(perMinute / 3) }, steadyClock);
}

/** The client of a server is loaded only by those who have one. */
const clickHouse = async (address: string): Promise<Store> =>
  (await import("./store/clickhouse/open-clickhouse.ts")).openClickHouse(address);

/** By what an address begins with. */
const STORES: ReadonlyMap<string, (address: string) => Promise<Store>> = new Map([
  ["clickhouse://", clickHouse],
  ["clickhouses://", clickHouse],
]);

/** @throws WeirError `WEIR_STORE_ADDRESS`, never with the address in it: it may hold a password. */
async function openStore({ store }: CollectorConfig, disk: DataFolders | undefined): Promise<Store> {
  if (store === undefined) return disk === undefined ? new MemoryStore() : new SqliteStore({ folder: disk.store });
  const open = [...STORES].find(([begin]) => store.startsWith(begin))?.[1];
  if (open !== undefined) return open(store);
  throw new WeirError("WEIR_STORE_ADDRESS", "The store's address cannot be read.", {
    hint: `It begins with one of ${[...STORES.keys()].join(", ")}. Without an address the store is a folder in --data.`,
  });
}

async function openJournal(
  config: CollectorConfig,
  disk: DataFolders | undefined,
  onFailure: (error: Error) => void,
): Promise<Journal> {
  if (disk === undefined || config.fsync === "memory") return new MemoryJournal();
  return FileJournal.open({ ...FILE_JOURNAL, directory: disk.journal, fsync: config.fsync, onFailure });
}

function ingestStatus(intake: Intake, pipeline: Pick<Pipeline<unknown>, "counts">, losses: Losses): Status["ingest"] {
  const { spans, duplicates } = intake.counts;
  const { requests, lagMs } = pipeline.counts;
  return { spans, requests, dropped: losses.total, losses: losses.list, duplicates, lagMs };
}

async function listen(app: FastifyInstance, config: CollectorConfig): Promise<number> {
  await app.listen({ host: config.host, port: config.port });
  const address = app.server.address();
  return typeof address === "object" && address !== null ? address.port : config.port;
}
