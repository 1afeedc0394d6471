/**
 * What an app may tell the agent. Everything is optional; environment variables (`WEIR_*`, then `OTEL_*`) win over
 * what is written here, so that one build can be run in several places.
 */
export interface WeirOptions {
  /** Default: the `name` of the app's package.json. */
  readonly serviceName?: string;
  /** Default: the commit the platform names, else the framework's build id. */
  readonly serviceVersion?: string;
  /** `development`, `test`, `staging`, `production`, or a name of your own. Default: from `NODE_ENV`. */
  readonly environment?: string;
  /** Base URL of the collector. Default: `http://localhost:4318`. */
  readonly endpoint?: string;
  /** Sent with everything that goes to the collector. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Share of requests that are traced, 0 to 1. Default: 1. Without effect on a provider the agent merely joins. */
  readonly sampleRatio?: number;
  readonly evidence?: EvidenceOptions;
  readonly redact?: RedactOptions;
  /** Hosts (`api.example.com`, `*.example.com`, `localhost:4000`) that get a `traceparent`. Default: none. */
  readonly propagate?: readonly string[];
}

export interface EvidenceOptions {
  /** Learn which values of a call came from which response. Only facts leave the process. Default: on. */
  readonly values?: boolean;
  /** Where in the code a call was made. Default: on. */
  readonly callSites?: boolean;
  /** Which calls a call had to wait for. Default: on. */
  readonly lineage?: boolean;
  /** Send built files and their source maps to the collector. Default: on, but off in production. */
  readonly source?: boolean;
}

/** Added to what the agent hides anyway: every query value, credentials, and path segments that look like ids. */
export interface RedactOptions {
  /** Header names the value evidence must never look at. */
  readonly headers?: readonly string[];
  /** Query parameters whose very names are to be hidden. */
  readonly query?: readonly string[];
  /** Path patterns; a `*` stands for a segment to hide: `/users/*`, `/tenants/*`. */
  readonly paths?: readonly string[];
}

/** What `registerWeir` returns. */
export interface WeirRegistration {
  /** Sends what is waiting and stops recording. Safe to call more than once; never rejects. */
  shutdown(): Promise<void>;
}
