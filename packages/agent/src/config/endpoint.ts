import type { Environment } from "./environment.ts";

export const DEFAULT_ENDPOINT = "http://localhost:4318";

export interface Endpoint {
  /** Where spans go. */
  readonly traces: string;
  /** Where the collector's own API starts, without a slash at the end. */
  readonly base: string;
}

/**
 * `WEIR_ENDPOINT`, then the OTLP variables, then the option. A base URL gets `/v1/traces`; a per-signal URL is used as
 * it stands. When the agent joins another SDK, the OTLP variables speak of that SDK's backend, so an endpoint written
 * in the options comes before them.
 */
export function resolveEndpoint(environment: Environment, option: string | undefined, joined: boolean): Endpoint {
  const own = environment.text("WEIR_ENDPOINT") ?? (joined ? option : undefined);
  if (own !== undefined) return fromBase(own);
  const signal = environment.text("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
  if (signal !== undefined) return fromSignal(signal);
  return fromBase(environment.text("OTEL_EXPORTER_OTLP_ENDPOINT") ?? option ?? DEFAULT_ENDPOINT);
}

/** Whether what is sent never leaves this machine: then packing it would cost more than it saves. */
export function isLocal({ traces }: Endpoint): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(new URL(traces).hostname);
}

function fromBase(text: string): Endpoint {
  const url = parse(text);
  if (url === undefined) return fromBase(DEFAULT_ENDPOINT);
  const base = `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
  return { base, traces: `${base}/v1/traces` };
}

function fromSignal(text: string): Endpoint {
  const url = parse(text);
  if (url === undefined) return fromBase(DEFAULT_ENDPOINT);
  const path = url.pathname.replace(/\/+$/, "");
  return { traces: url.href, base: `${url.origin}${path.endsWith("/v1/traces") ? path.slice(0, -10) : ""}` };
}

function parse(text: string): URL | undefined {
  const withScheme = /^[a-z]+:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.canParse(withScheme) ? new URL(withScheme) : undefined;
  return url !== undefined && (url.protocol === "http:" || url.protocol === "https:") ? url : undefined;
}
