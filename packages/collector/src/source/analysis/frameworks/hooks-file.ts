import { isParsed, type SourceProject } from "../project/source-project.ts";
import type { ParsedFile } from "../syntax/parsed-file.ts";

const HOOKS = ["hooks.server.ts", "hooks.server.js", "hooks.server/index.ts", "hooks.server/index.js"];

/** The hooks of the app a file belongs to. */
export function hooksFile(project: SourceProject, path: string): ParsedFile | undefined {
  const at = path.lastIndexOf("src/");
  const folder = at < 0 ? "src/" : path.slice(0, at + 4);
  for (const name of HOOKS) {
    const file = project.file(folder + name);
    if (isParsed(file)) return file;
  }
  return undefined;
}
