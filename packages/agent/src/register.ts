/** `node --import @weir/agent/register server.js`: everything else comes from `WEIR_*` and `OTEL_*` variables. */
import { registerWeir } from "./node.ts";

registerWeir();
