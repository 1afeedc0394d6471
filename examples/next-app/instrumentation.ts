import { registerWeir } from "@weir/agent/next";

export function register() {
  registerWeir({ serviceName: "next-app" });
}
