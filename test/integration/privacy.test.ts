/**
 * Both example apps under traffic with a secret in every place a request or an answer has, and an app with one in every
 * place a statement has: none of them leaves the apps' processes, and so none is on disk, in a log, an answer, an export or
 * a message.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { peopleOf } from "../../examples/backend/src/person.ts";
import type { RouteDetail } from "../../packages/core/src/api/types.ts";
import { CollectorClient } from "../../tools/start/collector-client.ts";
import { readOptions } from "../../tools/start/options.ts";
import { ExampleStack, type Stack } from "../../tools/start/stack.ts";
import { everythingIn } from "./privacy/everything-in.ts";
import { Marks } from "./privacy/marks.ts";
import { Tap } from "./privacy/tap.ts";

/** Each path so often: values that come again and again must not pass for names. */
const TURNS = 6;

/** Where instrumentations of database clients put what was asked. */
const OF_STATEMENTS = [
  "literal",
  "escaped",
  "dollar",
  "comment",
  "line",
  "parameter",
  "value",
  "password",
  "user",
  "name",
  "quoted",
  "hex",
  "redis",
  "document",
  "error",
] as const;

/** Whatever changed is told. */
const RULES = `version: 1
defaults: { env: "**", tier: [proven, high, medium, speculative], minRequests: 1 }
rules: [{ id: all, when: finding.opened, notify: [hook] }]
receivers: { hook: { webhook: { url: "https://hooks.example/all" } } }
`;

const marks = new Marks();
const [person] = peopleOf(7);
const sentToWeir = new Map<string, Tap>();
let stack: ExampleStack;
let database: ChildProcess;
let running: Stack;
let upstream: Tap;
let data = "";
let sent = 0;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "weir-privacy-"));
  const options = readOptions(["--once"], {
    WEIR_EXAMPLE_BACKEND_PORT: "23660",
    WEIR_EXAMPLE_NEXT_PORT: "23661",
    WEIR_EXAMPLE_SVELTEKIT_PORT: "23662",
    WEIR_PORT: "23663",
    WEIR_EXAMPLE_SPEED: "20",
    WEIR_DATA: data,
  });
  stack = new ExampleStack(options, (line) => console.log(line));
  await stack.build();
  running = await stack.start(["backend", "collector"]);
  upstream = new Tap(running.urls.backend, marked);
  const backend = await upstream.start();
  await startApp("next-app", "examples/next-app", { SHOP_API_URL: backend, WEIR_ENVIRONMENT: "staging" });
  await startApp("sveltekit-app", "examples/sveltekit-app", {
    TRACKER_API_URL: backend,
    WEIR_ENVIRONMENT: "production",
  });
  for (const secret of ["token", "email", "cartId"] as const)
    marks.add(`the person's ${secret}`, person?.[secret] ?? "");
  const shop = await startDatabaseApp();
  for (let turn = 0; turn < TURNS; turn += 1) {
    await askEverywhere(turn);
    await ask(shop, {});
  }
  const collector = new CollectorClient(running.urls.collector);
  await collector.analysed(sent, 60);
}, 600_000);

afterAll(async () => {
  database.disconnect();
  await stack.stop();
  for (const tap of [upstream, ...sentToWeir.values()]) await tap.stop();
  await rm(data, { recursive: true, force: true });
}, 60_000);

async function startApp(
  part: "next-app" | "sveltekit-app",
  folder: string,
  env: Record<string, string>,
): Promise<void> {
  const tap = new Tap(running.urls.collector);
  sentToWeir.set(part, tap);
  await stack.replace(part, folder, { ...env, WEIR_ENDPOINT: await tap.start() });
}

async function startDatabaseApp(): Promise<string> {
  const tap = new Tap(running.urls.collector);
  sentToWeir.set("database-app", tap);
  const secrets = Object.fromEntries(OF_STATEMENTS.map((place) => [place, marks.at(`statement ${place}`)]));
  const runtimes = resolve(import.meta.dirname, "../runtimes");
  database = fork(join(runtimes, "programs/database.mjs"), [], {
    cwd: runtimes,
    execArgv: ["--import", "@weir/agent/register"],
    env: {
      PATH: process.env["PATH"],
      MARKS: JSON.stringify(secrets),
      WEIR_ENDPOINT: await tap.start(),
      WEIR_ENVIRONMENT: "staging",
      OTEL_SERVICE_NAME: "database-app",
      OTEL_BSP_SCHEDULE_DELAY: "100",
    },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const [{ url }] = (await once(database, "message")) as [{ url: string }];
  return url;
}

/** What services answer, with a secret in each place, names of fields among them. */
function marked({ headers, body }: Parameters<NonNullable<ConstructorParameters<typeof Tap>[1]>>[0]) {
  const own = {
    ...headers,
    "x-trace-note": marks.at("response header"),
    "set-cookie": [`track=${marks.at("response cookie")}; Path=/`],
    etag: `"${marks.at("response etag")}"`,
  };
  if (!String(headers["content-type"]).includes("json")) return { headers: own, body };
  const json: unknown = JSON.parse(body.toString("utf8"));
  if (typeof json !== "object" || json === null || Array.isArray(json)) return { headers: own, body };
  const note = {
    text: marks.at("response body"),
    empty: null,
    list: [{ [marks.at("response field")]: null, deep: marks.at("response list") }],
    [marks.at("response key")]: false,
  };
  return { headers: own, body: Buffer.from(JSON.stringify({ ...json, note })) };
}

async function askEverywhere(turn: number): Promise<void> {
  const query = `?q=${marks.at("query")}&empty=&${marks.at("query without value")}&${marks.at("query name")}=1&email=${encodeURIComponent(marks.at("query encoded"))}`;
  const headers = {
    "x-api-key": marks.at("request header"),
    "user-agent": marks.at("user agent"),
    referer: `https://${marks.at("referrer")}.example/`,
    authorization: `Bearer ${marks.at("authorization")}`,
    cookie: `sid=${person?.token}; track=${marks.at("cookie")}`,
    "x-forwarded-proto": "http",
    "x-forwarded-for": "203.0.113.77",
  };
  const next = (path: string, init: RequestInit = {}) =>
    ask(`${running.urls["next-app"]}${path}`, { headers, ...init });
  const kit = (path: string, init: RequestInit = {}) =>
    ask(`${running.urls["sveltekit-app"]}${path}`, { headers, ...init });
  const json = (place: string): RequestInit => ({
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify({
      note: marks.at(place),
      items: [{ id: marks.at(`${place} inside`) }],
      title: marks.at(`${place} title`),
    }),
  });
  await Promise.all([
    next(`/api/account${query}`),
    next(`/api/cart${query}`),
    next(`/api/products/${marks.at("path of a product")}${query}`),
    next(`/api/invoices/ord_${turn}${query}`),
    next(`/api/invoices/${marks.at("path of an order")}`),
    next(`/dashboard${query}`),
    next(`/${marks.at("path of nothing")}/${marks.at("path of nothing, inner")}`),
    next("/api/checkout", json("request body")),
    next("/api/orders", json("body of orders")),
    kit(`/projects${query}`),
    kit(`/api/summary${query}`),
    kit(`/team/${marks.at("path of a team")}/board`),
    kit(`/api/projects/${marks.at("path of a project")}/lead`),
    kit("/api/tickets", json("body of a ticket")),
    kit("/billing", {
      method: "POST",
      headers: { ...headers, "content-type": "application/x-www-form-urlencoded" },
      body: `plan=${marks.at("form")}`,
    }),
  ]);
}

async function ask(url: string, init: RequestInit): Promise<void> {
  sent += 1;
  const answer = await fetch(url, { ...init, redirect: "manual" });
  await answer.arrayBuffer();
}

/** Places whose secrets stand somewhere, with where. */
function leaks(places: Iterable<readonly [string, Buffer]>): string[] {
  return [...places].flatMap(([where, bytes]) => marks.in(bytes).map((place) => `${place}: ${where}`));
}

describe("a secret in every place of requests and answers", () => {
  it("was really there: the apps got it, and what they call too", () => {
    const passed = Buffer.concat(upstream.passed.map(({ bytes }) => bytes));
    expect(marks.in(passed)).toEqual(expect.arrayContaining(["the person's token", "path of a product"]));
    expect(sent).toBe(16 * TURNS);
  });

  it.each(["next-app", "sveltekit-app", "database-app"])("leaves no process of %s", (part) => {
    const passed = sentToWeir.get(part)?.passed ?? [];
    expect(passed.some(({ path }) => path === "/v1/traces")).toBe(true);
    expect(leaks(passed.map(({ path, bytes }, index) => [`${part} ${index} ${path}`, bytes] as const))).toEqual([]);
  });

  it("is not on the collector's disk, its journal, its store, or a log", () => {
    const everything = [...everythingIn(data)].filter(
      ([path]) => !/logs\/(?:backend|next-app|sveltekit-app|build)/.test(path),
    );
    expect(everything.length).toBeGreaterThan(5);
    expect(leaks(everything)).toEqual([]);
  });

  it("is in no answer of the API, and in no export", async () => {
    const answers = await everyAnswer();
    expect(answers.size).toBeGreaterThan(30);
    expect(leaks(answers)).toEqual([]);
  });

  it("is in no message", async () => {
    const answer = await fetch(`${running.urls.collector}/api/v1/alerts/dry-run`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ rules: RULES }),
    });
    const messages = await answer.text();
    expect(answer.status, messages).toBe(200);
    expect(leaks([["messages", Buffer.from(messages)]])).toEqual([]);
  });
});

describe("source text", () => {
  const uploads = (part: string) =>
    (sentToWeir.get(part)?.passed ?? []).filter(({ path }) => path === "/api/v1/sources");

  it("stays at home in production, and goes along in staging", () => {
    expect(uploads("sveltekit-app")).toEqual([]);
    expect(uploads("next-app").length).toBeGreaterThan(0);
  });
});

/** Every GET route with everything it can be asked, as text. */
async function everyAnswer(): Promise<ReadonlyMap<string, Buffer>> {
  const answers = new Map<string, Buffer>();
  const get = async (path: string): Promise<unknown> => {
    const answer = await fetch(`${running.urls.collector}${path}`);
    const text = await answer.text();
    answers.set(path, Buffer.from(text));
    return answer.headers.get("content-type")?.includes("json") === true ? (JSON.parse(text) as unknown) : undefined;
  };
  const api = "/api/v1";
  for (const path of ["status", "openapi.json", "deploys", "alerts", "alerts/deliveries", "trends"])
    await get(`${api}/${path}`);
  await get("/metrics");
  const { routes } = (await get(`${api}/routes?limit=100`)) as {
    routes: { key: string; service: string; env: string }[];
  };
  for (const { key, service, env } of routes) {
    const where = `service=${service}&env=${env}`;
    const { exemplars } = (await get(`${api}/routes/${encodeURIComponent(key)}?${where}`)) as RouteDetail;
    await get(`${api}/pairs?${where}&route=${encodeURIComponent(key)}`);
    for (const { traceId } of exemplars.slice(0, 3)) {
      for (const format of ["", "?format=otlp", "?format=jaeger"]) await get(`${api}/traces/${traceId}${format}`);
    }
  }
  const { findings } = (await get(`${api}/findings?status=all&tier=all&limit=100`)) as {
    findings: { fingerprint: string }[];
  };
  for (const { fingerprint } of findings) await get(`${api}/findings/${fingerprint}`);
  return answers;
}
