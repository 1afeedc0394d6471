import { registerWeir } from "@weir/agent/sveltekit";

registerWeir({ serviceName: process.env["SERVICE_NAME"] ?? "kit-2" });
