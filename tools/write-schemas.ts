import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ruleFileJsonSchema } from "../packages/collector/src/alert/rules/rule-file-json-schema.ts";
import { publishedSchemas } from "../packages/collector/src/cli/json-shapes.ts";

/** Writes `docs/schemas` and the schema of rule files anew: `npm run schemas`. */
const folder = join(import.meta.dirname, "../docs/schemas");
for (const [name, schema] of publishedSchemas()) {
  writeFileSync(join(folder, name), `${JSON.stringify(schema, undefined, 2)}\n`);
}
const rules = join(import.meta.dirname, "../packages/collector/weir.alerts.schema.json");
writeFileSync(rules, `${JSON.stringify(ruleFileJsonSchema(), undefined, 2)}\n`);
