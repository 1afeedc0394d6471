export { registerWeir, weirSpanProcessor } from "./node.ts";
export type { EvidenceOptions, RedactOptions, WeirOptions, WeirRegistration } from "./options.ts";
export { AGENT_VERSION } from "./version.ts";
export { type WeirStatus, weirStatus } from "./status.ts";
