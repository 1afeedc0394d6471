/** Puts the process's instrumentation in, as `INSTRUMENTATION` names it. Loaded by `--import`, as users do. */
const { INSTRUMENTATION: name = "none", RECEIVER: endpoint } = process.env;

if (name === "opentelemetry") {
  const { registerInstrumentations } = await import("@opentelemetry/instrumentation");
  const { UndiciInstrumentation } = await import("@opentelemetry/instrumentation-undici");
  const { OTLPTraceExporter } = await import("@opentelemetry/exporter-trace-otlp-proto");
  const { BatchSpanProcessor } = await import("@opentelemetry/sdk-trace-base");
  const { NodeTracerProvider } = await import("@opentelemetry/sdk-trace-node");
  const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces` });
  new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] }).register();
  registerInstrumentations({ instrumentations: [new UndiciInstrumentation()] });
} else if (name !== "none") {
  const { registerWeir } = await import("@weir/agent/node");
  const [, without] = /^weir(?:-(?:all|everything|production))?(?:-without-(\w+))?$/.exec(name) ?? [];
  const evidence = { source: false, ...(without === undefined ? {} : { [without]: false }) };
  if (name.startsWith("weir-everything")) process.env.WEIR_EVIDENCE_EVERYTHING = "true";
  registerWeir({
    serviceName: "bench",
    endpoint,
    environment: name.startsWith("weir-production") ? "production" : "staging",
    evidence,
  });
}
