import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { publishedSchemas } from "../packages/collector/src/cli/json-shapes.ts";

/** Writes `docs/schemas` anew: `node --conditions=@weir/source tools/write-schemas.ts`. */
const folder = join(import.meta.dirname, "../docs/schemas");
for (const [name, schema] of publishedSchemas()) {
  writeFileSync(join(folder, name), `${JSON.stringify(schema, undefined, 2)}\n`);
}
