import { defaultClientConditions, runnerImport } from "vite";
import type { Plugin } from "vite";

const NAMED = /\.values\.ts$/;

/**
 * Modules called `*.values.ts` are run while the app is built, and what they export stands in the bundle: only values
 * that JSON can hold. What such a module reads from does not travel.
 */
export function inlineValues(): Plugin {
  return {
    name: "weir-inline-values",
    apply: "build",
    enforce: "pre",
    async load(id) {
      if (!NAMED.test(id)) return null;
      const resolve = { conditions: ["@weir/source", ...defaultClientConditions] };
      const { module } = await runnerImport<Readonly<Record<string, unknown>>>(id, { configFile: false, resolve });
      return Object.entries(module)
        .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`)
        .join("\n");
    },
  };
}
