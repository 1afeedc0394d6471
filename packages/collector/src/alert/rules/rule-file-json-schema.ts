import { z } from "zod";
import { ruleFileSchema } from "./rule-file-schema.ts";

/**
 * The schema that editors use, as shipped in `weir.alerts.schema.json`: what `rule-file-schema.ts` checks, with `${NAME}`
 * as people write it.
 */
export function ruleFileJsonSchema(): object {
  const schema = z.toJSONSchema(ruleFileSchema, { io: "input", target: "draft-2020-12" });
  const text = JSON.stringify({ title: "Weir alert rules", ...schema });
  return JSON.parse(text.replaceAll(String.raw`\\$<\\s*\\w+\\s*>`, String.raw`\\$\\{\\s*\\w+\\s*\\}`)) as object;
}
