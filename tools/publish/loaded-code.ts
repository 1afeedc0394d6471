/** Prints what importing a file brings into a process: `{ files, bytes }` of JavaScript, what it depends on included. */
import { statSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";

const loaded = new Map<string, number>();
registerHooks({
  load(url, context, next) {
    if (url.startsWith("file:")) loaded.set(url, statSync(fileURLToPath(url)).size);
    return next(url, context);
  },
});
await import(process.argv[2] ?? "");
const bytes = [...loaded.values()].reduce((sum, size) => sum + size, 0);
console.log(JSON.stringify({ files: loaded.size, bytes }));
// What was imported may have begun something.
process.exit(0);
