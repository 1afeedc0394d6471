/**
 * Every patch Weir offers for the fixture apps, applied, built and run beside the untouched app, with calls failing one by
 * one and in twos: `node --conditions=@weir/source bench/ground-truth/patches/patches.bench.ts --app node --capture <file>
 * [--port 5104] [--case node/x] [--list]`
 *
 * The capture is one of `bench/ground-truth` for the same app. Ends with 1 where a patch does not apply, does not build,
 * or changes what an app answers.
 */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ProcessGroup } from "../../../tools/start/process-group.ts";
import { APPS_FOLDER, buildSpec } from "../drive/fixture-process.ts";
import type { Case, FixtureApp } from "../truth/case.ts";
import { loadCases } from "../truth/load-cases.ts";
import { type AppBehaviour, observe } from "./behaviour.ts";
import { type OfferedPatch, offeredPatches } from "./offered-patches.ts";
import { patchedCopy, removeCopies } from "./patched-copy.ts";

const { values } = parseArgs({
  options: {
    app: { type: "string", default: "node" },
    capture: { type: "string", default: "" },
    case: { type: "string", default: "" },
    port: { type: "string", default: "5104" },
    list: { type: "boolean", default: false },
  },
});
const app = values.app as FixtureApp;
const port = Number(values.port);
const logs = mkdtempSync(join(tmpdir(), "weir-patches-"));

const cases = (await loadCases(app)).filter(({ id }) => id.startsWith(values.case));
const routesOf = new Set(cases.map(({ route }) => route));
const offered = (await offeredPatches(values.capture)).filter(({ routes }) =>
  routes.some((route) => routesOf.has(route)),
);
const patches = offered.filter(({ advice }) => advice.patch !== undefined);
console.log(`${offered.length} findings, ${patches.length} with a patch`);
for (const { kind, place, advice } of offered) console.log(`  ${kind} ${place}: ${advice.withheld ?? "patch"}`);
if (values.list) process.exit(0);

let wrong = 0;
try {
  let rest: readonly OfferedPatch[] = patches;
  while (rest.length > 0) {
    const copy = patchedCopy(app, rest);
    for (const { offered: patch, says } of copy.refused) fail(`${patch.place}: git refuses it: ${says}`);
    if (copy.applied.length === 0) break;
    await compare(copy.folder, copy.applied);
    rest = copy.left;
  }
} finally {
  removeCopies();
}
console.log(wrong === 0 ? "every patch applies, builds and keeps what the app answers" : `${wrong} wrong`);
process.exit(wrong === 0 ? 0 : 1);

async function compare(folder: string, applied: readonly OfferedPatch[]): Promise<void> {
  console.log(`${applied.length} patches at once`);
  const routes = new Set(applied.flatMap((patch) => patch.routes));
  const touched = cases.filter(({ route }) => routes.has(route));
  const spec = buildSpec(app, logs);
  if (spec !== undefined) {
    const { code } = await new ProcessGroup({ ...spec, cwd: folder }).exited;
    if (code !== 0) return fail(`the patched app does not build, see ${spec.log}`);
  }
  const was = await observe(app, touched, { folder: join(APPS_FOLDER, app), port, logs });
  const again = await observe(app, touched, { folder: join(APPS_FOLDER, app), port, logs, failing: was.failing });
  const is = await observe(app, touched, { folder, port, logs, failing: was.failing });
  if (is.died) fail("the patched app ended by itself");
  if (is.unhandled > was.unhandled) fail(`${is.unhandled} rejections nobody handles, before ${was.unhandled}`);
  for (const one of touched) compareCase(one, was, again, is);
}

function compareCase({ id }: Case, before: AppBehaviour, again: AppBehaviour, after: AppBehaviour): void {
  const [was, twice, is] = [before, again, after].map(({ cases: seen }) => seen.get(id));
  if (was === undefined || is === undefined) return fail(`${id}: not reached`);
  let tried = 0;
  for (const [failing, answer] of was.answers) {
    // What differs between two runs of the untouched app differs by itself.
    if (twice?.answers.get(failing) !== answer) continue;
    tried += 1;
    if (is.answers.get(failing) !== answer)
      fail(
        `${id}, ${failing || "nothing"} fails:\n    ${cut(answer)}\n    became ${cut(is.answers.get(failing) ?? "")}`,
      );
  }
  console.log(`  ${id}: ${was.tookMs.toFixed(0)} ms -> ${is.tookMs.toFixed(0)} ms, ${tried} sets of failures alike`);
}

function cut(text: string): string {
  return text.slice(0, 300);
}

function fail(text: string): void {
  wrong += 1;
  console.log(`WRONG ${text}`);
}
