import { registerWeir } from "@weir/agent/next";

export function register(): void {
  registerWeir({ serviceName: "northwind" });
}
