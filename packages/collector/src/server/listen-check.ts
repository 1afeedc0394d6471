import { BlockList, isIP } from "node:net";
import { WeirError } from "../errors.ts";
import { type TokenSet, tokensIn } from "./token.ts";

export interface ListenOptions {
  readonly host: string;
  readonly tokens: Partial<Readonly<Record<"ingest" | "read" | "peer", TokenSet | undefined>>>;
  /** Other collectors, which show each other a token of their own. */
  readonly peers?: readonly string[];
}

export type ListenCheck = { readonly ok: true } | { readonly ok: false; readonly error: WeirError };

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/**
 * Only this machine can reach a loopback address. On any other, everybody on the network could read the traces and
 * invent some, so sending and reading both need a token there.
 */
export function checkListen({ host, tokens, peers = [] }: ListenOptions): ListenCheck {
  if (isLoopback(host)) return { ok: true };
  const kinds = ["ingest", "read", ...(peers.length > 0 ? (["peer"] as const) : [])] as const;
  const missing = kinds.filter((kind) => tokensIn(tokens[kind]).every((token) => token === ""));
  if (missing.length === 0) return { ok: true };
  return {
    ok: false,
    error: new WeirError("WEIR_LISTEN_NEEDS_TOKEN", `Without a token for: ${missing.join(", ")} the network gets in`, {
      hint: "Set the tokens, or listen on 127.0.0.1 and put a proxy in front",
    }),
  };
}

export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[(.*)\]$/, "$1").toLowerCase();
  const family = isIP(name);
  if (family === 0) return name === "localhost";
  return loopback.check(name, family === 4 ? "ipv4" : "ipv6");
}
