import { registerWeir } from "@weir/agent/sveltekit";

registerWeir({ serviceName: "bench-kit" });
