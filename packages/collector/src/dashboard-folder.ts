import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** In the workspace the pages lie where the dashboard builds them; a packed collector brings them in its own folder. */
export function dashboardFolder(): string | undefined {
  const candidates = ["../../dashboard/dist/", "../dashboard/"].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  return candidates.find((folder) => existsSync(join(folder, "index.html")));
}
