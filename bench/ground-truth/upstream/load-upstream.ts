import { pathToFileURL } from "node:url";
import { resolve } from "node:path";
import type { Upstream } from "./upstream.ts";

/**
 * The upstream of a fixture app.
 *
 * @param app name of a folder below `apps`, or the path of a module that exports `upstream`
 * @throws Error where the module has no array of routes by that name
 */
export async function loadUpstream(app: string): Promise<Upstream> {
  const file = app.endsWith(".ts") ? resolve(app) : resolve(import.meta.dirname, "../apps", app, "upstream.ts");
  const module = (await import(pathToFileURL(file).href)) as { readonly upstream?: unknown };
  if (!Array.isArray(module.upstream)) throw new Error(`${file} does not export an array "upstream".`);
  return module.upstream as Upstream;
}
