import { registerOTel } from "@vercel/otel";
import { registerWeir, withWeir } from "@weir/agent/next";

/** `TRACING=weir` leaves everything to the agent; otherwise the app has an SDK of its own. */
export function register() {
  const serviceName = process.env.WEIR_SERVICE_NAME ?? "next-vercel-weir";
  if (process.env.TRACING === "weir") registerWeir({ serviceName });
  else registerOTel(withWeir({ serviceName }));
}
