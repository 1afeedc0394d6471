import { join } from "node:path";
import type { Plugin } from "vite";
import { precompress } from "./precompress.ts";
import { writeReport } from "./report.ts";

/** After the build: the report's template, then compressed copies of every file. */
export function finish(): Plugin {
  let folder = "dist";
  let root = ".";
  return {
    name: "weir-finish",
    apply: "build",
    configResolved(config) {
      root = config.root;
      folder = join(config.root, config.build.outDir);
    },
    async closeBundle() {
      await writeReport(root, folder);
      await precompress(folder);
    },
  };
}
