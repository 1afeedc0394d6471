import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** Bytes, gzipped. A page of a tool that is open all day has to come at once. */
const BUDGETS = { "initial JS": 60_000, "all JS": 130_000, CSS: 15_000 } as const;

const folder = join(import.meta.dirname, "..", "dist");

/** Sizes of what `index.html` loads at once and of everything that may follow; the report's file is no page of the app. */
async function measure(): Promise<Readonly<Record<keyof typeof BUDGETS, number>>> {
  const html = await readFile(join(folder, "index.html"), "utf8");
  const files = await readdir(join(folder, "assets"));
  const sizes = new Map<string, number>();
  for (const name of files.filter((file) => /\.(js|css)$/.test(file))) {
    sizes.set(name, gzipSync(await readFile(join(folder, "assets", name)), { level: 9 }).length);
  }
  const sum = (test: (name: string) => boolean): number =>
    [...sizes].reduce((total, [name, size]) => (test(name) ? total + size : total), 0);
  return {
    "initial JS": sum((name) => name.endsWith(".js") && html.includes(name)),
    "all JS": sum((name) => name.endsWith(".js")),
    CSS: sum((name) => name.endsWith(".css")),
  };
}

const sizes = await measure();
let over = false;
for (const [name, budget] of Object.entries(BUDGETS)) {
  const size = sizes[name as keyof typeof BUDGETS];
  over ||= size > budget || size === 0;
  process.stdout.write(
    `${name.padEnd(10)} ${(size / 1000).toFixed(1)} of ${budget / 1000} kB gz${size > budget ? "  OVER" : ""}\n`,
  );
}
if (over) process.exitCode = 1;
