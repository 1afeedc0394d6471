import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, it } from "vitest";

/** A check that has never been seen to fail proves nothing: a copy of `deploy/` gets a slip of every kind at once. */
const root = resolve(import.meta.dirname, "../..");
const copy = mkdtempSync(join(tmpdir(), "weir-deploy-"));

afterAll(() => rmSync(copy, { recursive: true, force: true }));

const SLIPS: readonly [file: string, right: string, wrong: string, told: string][] = [
  ["container/Dockerfile", "USER 1000:1000", "USER 0", "it runs as 0"],
  ["container/Dockerfile", "EXPOSE", "EXPOSES", "Unknown instruction: EXPOSES"],
  ["compose/staging.yaml", "cap_drop", "cap_drp", "must NOT have additional properties"],
  ["compose/cluster.yaml", "caddy:2.10-alpine", "caddy", "does not have a concrete version tag"],
  ["compose/cluster.yaml", "WEIR_PEERS", "WEIR_PEER", "WEIR_PEER is no setting of the collector"],
  ["compose/example.env", "WEIR_READ_TOKEN=", "", "example.env lacks WEIR_READ_TOKEN"],
  ["kubernetes/base/kustomization.yaml", "10.0.0.0/8", "ten", "trustedProxies.0"],
  ["kubernetes/base/stateful-set.yaml", "readinessProbe", "readinesProbe", `'"readinesProbe"' does not exist`],
  ["kubernetes/base/services.yaml", "port: 4318", 'port: "4318"', "'string' is not assignable to type 'number'"],
  ["kubernetes/base/disruption-budget.yaml", "name: weir", "nme: weir", `'"nme"' does not exist`],
  ["kubernetes/overlays/cluster/stateful-set.yaml", "replicas", "replica", `'"replica"' does not exist`],
  ["kubernetes/overlays/cluster/kustomization.yaml", "path: network-policy", "path: network", "there is no"],
  ["kubernetes/overlays/staging/kustomization.yaml", "- name: weir-collector", "- name: weir", "has the image weir"],
];

function check(): { readonly ok: boolean; readonly output: string } {
  const done = spawnSync(process.execPath, [join(root, "tools/deploy-check.ts"), copy], {
    encoding: "utf8",
    cwd: root,
  });
  return { ok: done.status === 0, output: done.stdout + done.stderr };
}

it("passes what is there, and tells of every slip by file", () => {
  cpSync(join(root, "deploy"), join(copy, "deploy"), { recursive: true });
  expect(check()).toMatchObject({ ok: true });
  for (const [file, right, wrong] of SLIPS) {
    const path = join(copy, "deploy", file);
    const text = readFileSync(path, "utf8");
    expect(text).toContain(right);
    writeFileSync(path, text.replace(right, wrong));
  }
  const { ok, output } = check();
  expect(ok).toBe(false);
  for (const [file, , , told] of SLIPS) expect(output, `${file}: ${told}`).toContain(told);
});
