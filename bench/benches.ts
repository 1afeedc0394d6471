export interface Bench {
  readonly name: string;
  readonly about: string;
  readonly command: readonly ["node", ...string[]];
  readonly env?: Readonly<Record<string, string>>;
  /** What this repository does not hold: without the variable that says where it is, the bench is left out, loudly. */
  readonly needs?: { readonly variable: string; readonly what: string };
}

const SOURCE = "--conditions=@weir/source";
/** Enough for a ratio; the Node of the repository is measured longer. */
const SHORT = ["--starts", "2", "--rounds", "5"];
const TEN_MILLION = { WEIR_BENCH_REQUESTS: "10000000" };

/** In the order of the way of a span: agent, receiver, analysis, store, pages. */
export const BENCHES: readonly Bench[] = [
  agent("process", "the Node of this process"),
  ...["20", "22", "26"].map((node) => agent(node, `Node ${node}`)),
  example("next", "the Next.js example"),
  example("sveltekit", "the SvelteKit example"),
  {
    name: "agent-memory",
    about: "memory of an app with the agent over a million requests",
    command: ["node", "bench/agent/memory.bench.ts", "--save"],
  },
  {
    name: "fetch-behaviour",
    about: "undici's own tests of fetch, with and without the agent",
    command: ["node", "bench/agent/fetch-behaviour.bench.ts", "--save"],
    needs: { variable: "WEIR_UNDICI", what: "a prepared checkout of nodejs/undici (bench/agent/README.md)" },
  },
  ingest("reader", "OTLP bytes to spans"),
  ingest("receive", "spans received and made durable"),
  ingest("end-to-end", "HTTP in, analysed, stored"),
  ingest("overload", "far more than one collector can take"),
  ingest("scaling", "a hundred times the spans, routes and findings"),
  {
    name: "cluster-cut",
    about: "bodies cut for several collectors",
    command: ["node", SOURCE, "bench/cluster/cut.bench.ts", "--save"],
  },
  store("worst-routes", "ten million stored requests"),
  store("answers", "every list of the API over them"),
  {
    name: "clickhouse",
    about: "ten million requests in Debian's ClickHouse, which the ClickHouse lane installs",
    command: ["node", SOURCE, "bench/store/clickhouse.bench.ts"],
  },
  {
    name: "cluster-kills",
    about: "three collectors over two ClickHouse replicas, killed in turn under load",
    command: ["node", SOURCE, "bench/cluster/kills.bench.ts", "--save"],
  },
  {
    name: "first-paint",
    about: "the first look at them",
    command: ["node", SOURCE, "bench/dashboard/first-paint.bench.ts"],
    env: TEN_MILLION,
  },
  {
    name: "main-thread",
    about: "tasks of the pages while somebody scrolls and filters",
    command: ["node", SOURCE, "bench/dashboard/main-thread.bench.ts"],
  },
];

function agent(node: string, about: string): Bench {
  const args = node === "process" ? [] : ["--node", node, ...SHORT];
  return {
    name: node === "process" ? "agent" : `agent-node${node}`,
    about: `CPU and latency the agent costs, on ${about}`,
    command: ["node", "bench/agent/overhead.bench.ts", ...args, "--save"],
  };
}

function example(kind: string, about: string): Bench {
  return {
    name: `agent-${kind}`,
    about: `CPU the agent costs in ${about}, as it was built last`,
    command: ["node", "bench/agent/overhead.bench.ts", "--in", kind, ...SHORT, "--save"],
  };
}

function ingest(name: string, about: string): Bench {
  return { name, about, command: ["node", SOURCE, `bench/ingest/${name}.bench.ts`, "--save"] };
}

function store(name: string, about: string): Bench {
  return { name, about, command: ["node", SOURCE, `bench/store/${name}.bench.ts`], env: TEN_MILLION };
}
