import { build, defaultClientConditions } from "vite";
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
      const code = await bundled(id);
      const module = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as Readonly<
        Record<string, unknown>
      >;
      return Object.entries(module)
        .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`)
        .join("\n");
    },
  };
}

/** The module with everything it needs, from the sources that the app is made of and nothing that was built before. */
async function bundled(id: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: "error",
    resolve: { conditions: ["@weir/source", ...defaultClientConditions] },
    build: {
      target: "es2023",
      write: false,
      minify: false,
      copyPublicDir: false,
      lib: { entry: id, formats: ["es"] },
      rolldownOptions: { external: [] },
    },
  });
  const [first] = Array.isArray(result) ? result : [result];
  const chunk = first !== undefined && "output" in first ? first.output[0] : undefined;
  if (chunk === undefined) throw new Error(`the build of ${id} gave no output`);
  return chunk.code;
}
