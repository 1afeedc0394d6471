import { WeirError } from "../../errors.ts";

/** Where a ClickHouse store is, read from `--store clickhouse://…`. */
export interface ClickHouseAddress {
  /** Base URLs of the servers' HTTP interfaces; the first that answers is used. */
  readonly urls: readonly string[];
  readonly username: string;
  readonly password: string;
  readonly database: string;
  /** Named: tables are replicated and distributed over this cluster of the servers' configuration. */
  readonly cluster: string | undefined;
}

/** What may stand in SQL as a name without quotes. */
const NAME = /^[A-Za-z_]\w{0,63}$/u;
const MAX_HOSTS = 32;
const PLAIN_PORT = "8123";
const TLS_PORT = "8443";

/**
 * `clickhouse://user:password@host:8123,host:8123/database?cluster=name`; `clickhouses://` speaks TLS. Database `weir`
 * and user `default` where none is said. Throws `WEIR_STORE_ADDRESS`, never with the address in it.
 */
export function readClickHouseAddress(store: string): ClickHouseAddress {
  const [, scheme = "", credentials, hosts = "", path = "", query = ""] =
    /^(clickhouses?):\/\/(?:([^@]*)@)?([^/?#@]+)\/?([^/?#]*)(?:\?([^#]*))?$/u.exec(store) ?? [];
  const tls = scheme === "clickhouses";
  const urls = hosts.split(",").map((host) => hostUrl(host, tls));
  if (scheme === "" || urls.length > MAX_HOSTS) throw wrong("It is no clickhouse:// address");
  const [user = "", secret = ""] = (credentials ?? "").split(/:(.*)/su);
  const options = new URLSearchParams(query);
  for (const key of options.keys()) if (key !== "cluster") throw wrong("The only option is cluster");
  return {
    urls,
    username: decoded(user) || "default",
    password: decoded(secret),
    database: name(path === "" ? "weir" : path),
    cluster: options.has("cluster") ? name(options.get("cluster") ?? "") : undefined,
  };
}

function hostUrl(host: string, tls: boolean): string {
  try {
    const url = new URL(`${tls ? "https" : "http"}://${host}`);
    if (url.host === "" || url.pathname !== "/") throw wrong("A host is host or host:port");
    const isPortSaid = /:\d+$/u.test(host);
    if (!isPortSaid) url.port = tls ? TLS_PORT : PLAIN_PORT;
    return url.origin === "null" ? url.href : `${url.protocol}//${url.hostname}:${url.port || (tls ? "443" : "80")}`;
  } catch (cause) {
    throw cause instanceof WeirError ? cause : wrong("A host is host or host:port");
  }
}

function name(text: string): string {
  if (!NAME.test(text)) throw wrong("Names of databases and clusters are letters, digits and underscores");
  return text;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw wrong("User and password are percent-encoded");
  }
}

function wrong(why: string): WeirError {
  return new WeirError("WEIR_STORE_ADDRESS", `The store's address cannot be read. ${why}`, {
    hint: "clickhouse://user:password@host:8123,host:8123/database?cluster=name",
  });
}
