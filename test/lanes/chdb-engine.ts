import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ClickHouseOptions } from "../../packages/collector/src/store/clickhouse/clickhouse-store.ts";

/** A current ClickHouse as a library. 180 MB to download, hence not among the repository's dependencies. */
const CHDB = "chdb@3.4.0";
const INSTALL_MS = 280_000;

type Client = ClickHouseOptions["clients"][number];
type CreateClient = (config: { readonly connection: object }) => Client;
type CreateConnection = (options: { readonly path: string }) => object;

/** The engine in this process, on a folder of its own: a server's adapter runs on it unchanged. */
export class ChdbEngine {
  readonly #folder = mkdtempSync(join(tmpdir(), "weir-chdb-"));
  #client: (() => Client) | undefined;

  /** Installs it into the folder, unless `WEIR_CHDB` names a folder that has it. */
  open(): void {
    const folder = process.env["WEIR_CHDB"] ?? this.#folder;
    if (!existsSync(join(folder, "node_modules", "chdb"))) this.#install(folder);
    const chdb = createRequire(join(folder, "lane.js"));
    const collector = createRequire(new URL("../../packages/collector/package.json", import.meta.url));
    const { createChdbConnection } = chdb("chdb/connection") as { readonly createChdbConnection: CreateConnection };
    const { createClient } = collector("@clickhouse/client") as { readonly createClient: CreateClient };
    const path = join(this.#folder, "data");
    this.#client = () => createClient({ connection: createChdbConnection({ path }) });
  }

  client(): Client {
    if (this.#client === undefined) throw new Error("the engine is not open");
    return this.#client();
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #install(folder: string): void {
    const { status, stderr, error } = spawnSync(
      "npm",
      ["install", "--prefix", folder, "--no-save", "--no-audit", "--no-fund", CHDB],
      { encoding: "utf8", timeout: INSTALL_MS },
    );
    if (status === 0) return;
    throw new Error(
      `This lane needs the npm package ${CHDB}, which could not be installed: ${error?.message ?? stderr}`,
    );
  }
}
