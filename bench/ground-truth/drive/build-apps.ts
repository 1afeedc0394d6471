import { mkdir } from "node:fs/promises";
import { ProcessFailed, ProcessGroup } from "../../../tools/start/process-group.ts";
import type { FixtureApp } from "../truth/case.ts";
import { buildSpec } from "./fixture-process.ts";

/**
 * Builds the apps for production, one after the other.
 * @throws ProcessFailed with the last lines of a build that failed
 */
export async function buildApps(
  apps: readonly FixtureApp[],
  logs: string,
  onBuilt: (app: FixtureApp) => void,
): Promise<void> {
  await mkdir(logs, { recursive: true });
  for (const app of apps) {
    const spec = buildSpec(app, logs);
    if (spec === undefined) continue;
    const group = new ProcessGroup(spec);
    const { code } = await group.exited;
    if (code !== 0) throw new ProcessFailed(group, `ended with ${code}`);
    onBuilt(app);
  }
}
