import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { needsDebian } from "./apt.ts";

const SERVER = "/usr/sbin/clickhouse-server";
const JAVA = "/usr/bin/java";
const ZOOKEEPER = "/usr/share/java/zookeeper.jar";
const PACKAGES = ["clickhouse-server", "clickhouse-client", "zookeeper", "default-jre-headless"];

/** How long a server may take until it answers. Milliseconds. */
const START_MS = 30_000;
const LOOK_MS = 100;
/** No process of a lane outlives it for longer. Milliseconds. */
const LONGEST_MS = 900_000;

export interface ClusterOptions {
  /** First of the ports: one for ZooKeeper, then ten for each node. */
  readonly basePort: number;
  readonly nodes: number;
  /** Its processes end after so long by themselves, whatever happened to whoever started them. Default a quarter of an hour. */
  readonly longestMs?: number;
}

/**
 * Two or more replicas of Debian's ClickHouse, the oldest the adapter knows, on loopback, with one ZooKeeper. Everything
 * lies in a folder of its own and is gone when it is closed.
 */
export class ClickHouseCluster {
  readonly #options: ClusterOptions;
  readonly #folder = mkdtempSync(join(tmpdir(), "weir-clickhouse-"));
  readonly #nodes = new Map<number, ChildProcess>();
  #zookeeper?: ChildProcess;

  constructor(options: ClusterOptions) {
    this.#options = options;
  }

  /** `host:port` of each node's HTTP interface. */
  get hosts(): readonly string[] {
    return Array.from({ length: this.#options.nodes }, (_, node) => `127.0.0.1:${this.#ports(node).http}`);
  }

  /** Process id of a node that runs. */
  pid(node: number): number | undefined {
    return this.#nodes.get(node)?.pid;
  }

  async open(): Promise<void> {
    needsDebian(PACKAGES, [SERVER, JAVA, ZOOKEEPER]);
    this.#startZooKeeper();
    // A server that finds no ZooKeeper at its start runs no statement for the cluster ever after.
    await within(() => this.#zooKeeperServes(), "ZooKeeper does not answer");
    for (let node = 0; node < this.#options.nodes; node += 1) await this.start(node);
  }

  /** Resolves when the node answers. */
  async start(node: number): Promise<void> {
    const folder = join(this.#folder, `node${node}`);
    mkdirSync(join(folder, "data"), { recursive: true });
    writeFileSync(join(folder, "config.xml"), this.#config(node, folder));
    writeFileSync(join(folder, "users.xml"), USERS);
    const child = spawn(SERVER, [`--config-file=${join(folder, "config.xml")}`], {
      cwd: folder,
      stdio: "ignore",
      timeout: this.#options.longestMs ?? LONGEST_MS,
      killSignal: "SIGKILL",
    });
    this.#nodes.set(node, child);
    const url = `http://127.0.0.1:${this.#ports(node).http}/ping`;
    await this.#answers(url, child, join(folder, "error.log"));
  }

  /** `kill -9`. Resolves when the process is gone. */
  async kill(node: number): Promise<void> {
    await end(this.#nodes.get(node));
    this.#nodes.delete(node);
  }

  /** Doubles each part of a table of a node that is down, under numbers that ZooKeeper has never heard of. */
  leaveUnknownParts(node: number, database: string, table: string): void {
    const folder = join(this.#folder, `node${node}`, "data", "data", database, table);
    const parts = readdirSync(folder).filter((name) => /^\w+_\d+_\d+_\d+$/u.test(name));
    for (const part of parts) {
      for (const number of [901, 902]) {
        const name = part.replace(/_\d+_\d+_\d+$/u, `_${number}_${number}_0`);
        cpSync(join(folder, part), join(folder, name), { recursive: true });
      }
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#nodes.values(), this.#zookeeper].map((child) => end(child)));
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #answers(url: string, child: ChildProcess, log: string): Promise<void> {
    const ping = async (): Promise<boolean> => {
      if (child.exitCode !== null) throw new Error(`clickhouse-server ended at once:\n${tail(log)}`);
      const answer = await fetch(url, { signal: AbortSignal.timeout(1_000) }).catch(() => undefined);
      return answer?.ok === true;
    };
    await within(ping, `clickhouse-server does not answer:\n${tail(log)}`);
  }

  #zooKeeperServes(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect(this.#options.basePort, "127.0.0.1", () => socket.end("srvr"));
      socket.setTimeout(1_000, () => socket.destroy());
      socket.on("error", () => socket.destroy());
      socket.on("data", (answer) => resolve(answer.toString().includes("Mode:")));
      socket.on("close", () => resolve(false));
    });
  }

  #startZooKeeper(): void {
    const folder = join(this.#folder, "zookeeper");
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, "zoo.cfg"),
      `tickTime=500
dataDir=${folder}
clientPort=${this.#options.basePort}
clientPortAddress=127.0.0.1
admin.enableServer=false
maxClientCnxns=0
`,
    );
    const main = "org.apache.zookeeper.server.quorum.QuorumPeerMain";
    this.#zookeeper = spawn(JAVA, ["-Xmx256m", "-cp", ZOOKEEPER, main, join(folder, "zoo.cfg")], {
      cwd: folder,
      stdio: "ignore",
      timeout: this.#options.longestMs ?? LONGEST_MS,
      killSignal: "SIGKILL",
    });
  }

  #ports(node: number): { readonly http: number; readonly tcp: number; readonly interserver: number } {
    const base = this.#options.basePort + 1 + node * 10;
    return { http: base, tcp: base + 1, interserver: base + 2 };
  }

  #config(node: number, folder: string): string {
    const { http, tcp, interserver } = this.#ports(node);
    const replicas = this.hosts
      .map((_, index) => `<replica><host>127.0.0.1</host><port>${this.#ports(index).tcp}</port></replica>`)
      .join("");
    return `<?xml version="1.0"?>
<yandex>
  <logger><level>warning</level><log>${folder}/server.log</log><errorlog>${folder}/error.log</errorlog></logger>
  <http_port>${http}</http_port><tcp_port>${tcp}</tcp_port><interserver_http_port>${interserver}</interserver_http_port>
  <listen_host>127.0.0.1</listen_host><interserver_http_host>127.0.0.1</interserver_http_host>
  <path>${folder}/data/</path><tmp_path>${folder}/data/tmp/</tmp_path>
  <users_config>users.xml</users_config><default_profile>default</default_profile>
  <default_database>default</default_database><mark_cache_size>268435456</mark_cache_size>
  <keep_alive_timeout>10</keep_alive_timeout><max_concurrent_queries>100</max_concurrent_queries>
  <zookeeper>
    <node><host>127.0.0.1</host><port>${this.#options.basePort}</port></node>
    <session_timeout_ms>2000</session_timeout_ms>
  </zookeeper>
  <remote_servers><weir>
    <shard><internal_replication>true</internal_replication>${replicas}</shard>
  </weir></remote_servers>
  <macros><shard>1</shard><replica>node${node}</replica></macros>
  <distributed_ddl><path>/clickhouse/task_queue/ddl</path></distributed_ddl>
</yandex>
`;
  }
}

const USERS = `<?xml version="1.0"?>
<yandex>
  <profiles><default><max_memory_usage>4000000000</max_memory_usage></default></profiles>
  <users><default>
    <password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota>
  </default></users>
  <quotas><default></default></quotas>
</yandex>
`;

async function within(check: () => Promise<boolean>, otherwise: string): Promise<void> {
  for (let waited = 0; waited < START_MS; waited += LOOK_MS) {
    if (await check()) return;
    await wait(LOOK_MS);
  }
  throw new Error(`${otherwise} (${START_MS} ms)`);
}

/** The last errors of a log, without their stacks. */
function tail(path: string): string {
  try {
    const lines = readFileSync(path, "utf8").split("\n");
    return lines
      .filter((line) => /<Error>|Exception/u.test(line))
      .slice(-6)
      .join("\n");
  } catch {
    return "(no log)";
  }
}

async function end(child?: ChildProcess): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => {
    child.once("exit", resolve);
  });
  child.kill("SIGKILL");
  await gone;
}
