import { isIP } from "node:net";
import type { FastifyRequest } from "fastify";
import { WeirError } from "../errors.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Programs, not browsers, ask here, under whatever name the network gives us: no Host or Origin check. */
    anyHost?: boolean;
  }
}

export interface HostGuardOptions {
  /** Host names people use for the dashboard besides `localhost` and IP addresses, without a port. */
  readonly allowedHosts: readonly string[];
  /** Origins (`https://weir.example.com`) that may talk to the API besides the dashboard's own. */
  readonly allowedOrigins: readonly string[];
}

/**
 * Refuses requests a hostile page could make through somebody's browser.
 *
 * DNS rebinding: a page on `evil.example` makes its own name resolve to this machine and so becomes "same origin" with
 * us. Its requests still carry `Host: evil.example`. An IP address cannot be rebound, so every IP host passes.
 *
 * Cross-site requests: browsers send `Origin` with them; programs send none.
 */
export function hostGuard(options: HostGuardOptions): (request: FastifyRequest) => void {
  const hosts = new Set(["localhost", ...options.allowedHosts.map((host) => host.toLowerCase())]);
  const origins = new Set(options.allowedOrigins.map((origin) => origin.toLowerCase()));

  return (request) => {
    if (request.routeOptions.config?.anyHost === true) return;
    // Behind a trusted proxy the one the browser asked for.
    const host = request.host.toLowerCase();
    if (!isAllowedHost(host, hosts)) {
      throw new WeirError("WEIR_HOST_NOT_ALLOWED", "This host name is not on the collector's list", {
        status: 403,
        hint: "Open the dashboard by localhost or an IP address, or add the name to allowedHosts",
      });
    }
    const origin = request.headers.origin?.toLowerCase();
    if (origin !== undefined && !isOwnOrigin(origin, host) && !origins.has(origin)) {
      throw new WeirError("WEIR_ORIGIN_NOT_ALLOWED", "This origin is not on the collector's list", {
        status: 403,
        hint: "Behind a proxy that changes the host, name the proxy in trustedProxies or the origin in allowedOrigins",
      });
    }
  };
}

function isAllowedHost(host: string, allowed: ReadonlySet<string>): boolean {
  const name = hostName(host);
  return name !== undefined && (allowed.has(name) || name.endsWith(".localhost") || isIP(name) !== 0);
}

/** `localhost:4318` -> `localhost`, `[::1]:4318` -> `::1`. */
function hostName(host: string): string | undefined {
  const match = /^(?:\[([0-9a-f:.]+)\]|([^:/?#@\s]+))(?::\d{1,5})?$/.exec(host);
  return match?.[1] ?? match?.[2];
}

function isOwnOrigin(origin: string, host: string): boolean {
  return origin === `http://${host}` || origin === `https://${host}`;
}
