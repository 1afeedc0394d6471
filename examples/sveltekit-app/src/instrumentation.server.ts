import { registerWeir } from "@weir/agent/sveltekit";

registerWeir({ serviceName: "sveltekit-app" });
