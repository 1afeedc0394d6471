import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

/**
 * Writes down whose code ended up in the pages: their licences have to come along. Read by the repository's
 * `tools/notices.ts`.
 */
export function bundled(): Plugin {
  const packages = new Set<string>();
  return {
    name: "weir-bundled",
    apply: "build",
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== "chunk") continue;
        for (const id of chunk.moduleIds) {
          const name = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1];
          if (name !== undefined) packages.add(name);
        }
      }
      const folder = join(import.meta.dirname, "../node_modules/.cache");
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "bundled.json"), JSON.stringify([...packages].sort()));
    },
  };
}
