import { registerOTel } from "@vercel/otel";
import { withWeir } from "@weir/agent/next";

export function register() {
  registerOTel(withWeir({ serviceName: "next-vercel-weir" }));
}
