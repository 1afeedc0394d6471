import { EVIDENCE, OPERATION } from "@weir/core/wire";

/**
 * The attributes that core reads; all others stay undecoded. Making strings is what reading OTLP costs, so this list is
 * the collector's throughput. Nothing that exists to hold values (query parameters, statement parameters, messages,
 * redirect targets) is on it.
 */
export const SPAN_KEYS: readonly string[] = [
  ...words(`
    http.request.method http.request.method_original http.request.resend_count http.response.status_code http.route
    url.full url.path url.scheme url.template server.address server.port error.type exception.type

    next.span_type next.route next.page next.segment next.rsc next.bubble
    next.fetch.idx next.fetch.cache_status next.fetch.cache_reason
    sveltekit.is_data_request sveltekit.is_sub_request sveltekit.form_action.name
    sveltekit.load.node_id sveltekit.load.node_type sveltekit.load.environment
    sveltekit.remote.call.id sveltekit.remote.call.type sveltekit.remote.call.name sveltekit.remote.form.post.id
    express.name express.type fastify.name fastify.type koa.name koa.type connect.name connect.type hapi.type
    result.type

    code.file.path code.line.number code.column.number code.function.name code.stacktrace

    db.system.name db.namespace db.collection.name db.operation.name db.operation.batch.size
    db.query.summary db.query.text db.response.status_code aws.dynamodb.table_names
    rpc.system.name rpc.system rpc.service rpc.method rpc.response.status_code rpc.grpc.status_code
    messaging.system messaging.operation.name messaging.operation.type
    messaging.destination.name messaging.destination.template
    graphql.operation.name graphql.operation.type
  `),
  // Older names. Next.js, SvelteKit and many instrumentations still send them.
  ...words(`
    http.method http.url http.target http.host http.scheme http.status_code
    net.peer.name net.peer.port net.peer.ip peer.service
    code.filepath code.lineno code.column code.function code.namespace
    db.system db.name db.sql.table db.mongodb.collection db.operation db.statement
    messaging.operation messaging.destination
  `),
  ...Object.values(EVIDENCE),
];

/** Of span events: the agent's facts, and that an exception happened, not what it said. */
export const EVENT_KEYS: readonly string[] = ["exception.type", ...Object.values(OPERATION)];

export const EXCEPTION_EVENT = "exception";

export const RESOURCE_KEYS: readonly string[] = words(`
  service.name service.version service.instance.id deployment.environment.name deployment.environment
  telemetry.sdk.name telemetry.sdk.version vcs.ref.head.revision vercel.sha vercel.deployment_id
  host.name process.pid container.id k8s.pod.uid k8s.pod.name
`);

/** Everything our agent says is read, also what a newer agent says; of links only that. */
export const AGENT_PREFIX = "weir.";

/** Results of hooks and loads carry the hook's name in their key. */
export const SVELTEKIT_PREFIX = "sveltekit.";

/** Keys with these prefixes are short; a longer one is no key of theirs. */
export const MAX_PREFIXED_KEY = 128;

export function isAgentKey(key: string): boolean {
  return key.startsWith(AGENT_PREFIX) && key.length > AGENT_PREFIX.length && key.length <= MAX_PREFIXED_KEY;
}

/** `sveltekit.<place>.result.message` is the app's text, `.location` a URL of its choosing: neither is read. */
export function isFrameworkKey(key: string): boolean {
  return key.startsWith(SVELTEKIT_PREFIX) && key.length <= MAX_PREFIXED_KEY && /\.result\.(?:type|status)$/.test(key);
}

const spanKeys = new Set(SPAN_KEYS);
const eventKeys = new Set(EVENT_KEYS);
const resourceKeys = new Set(RESOURCE_KEYS);

export type WantsKey = (key: string) => boolean;

export const wantsSpanKey: WantsKey = (key) => spanKeys.has(key) || isAgentKey(key) || isFrameworkKey(key);
export const wantsEventKey: WantsKey = (key) => eventKeys.has(key) || isAgentKey(key);
export const wantsLinkKey: WantsKey = (key) => isAgentKey(key);
export const wantsResourceKey: WantsKey = (key) => resourceKeys.has(key);

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
