import { spawnSync } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";

/** Debian asks it before it starts a service; 101 means: do not. */
const POLICY = "/usr/sbin/policy-rc.d";
const INSTALL_MS = 240_000;

/**
 * Brings Debian packages for a lane, unless all their binaries are there, and starts none of their services. Throws with
 * what is missing where packages cannot be installed: a lane that cannot run has failed.
 */
export function needsDebian(packages: readonly string[], binaries: readonly string[]): void {
  const missing = (): readonly string[] => binaries.filter((binary) => !existsSync(binary));
  if (missing().length === 0) return;
  if (!existsSync("/usr/bin/apt-get")) {
    throw new Error(
      `This lane needs ${missing().join(", ")} (Debian: ${packages.join(" ")}), and there is no apt-get here`,
    );
  }
  const policy = !existsSync(POLICY) && process.getuid?.() === 0;
  if (policy) writeFileSync(POLICY, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    apt("update");
    apt("install", "-y", "--no-install-recommends", ...packages);
  } finally {
    if (policy) rmSync(POLICY, { force: true });
  }
  if (missing().length > 0) throw new Error(`${packages.join(" ")} did not bring ${missing().join(", ")}`);
}

function apt(...args: readonly string[]): void {
  const { status, stderr, error } = spawnSync("apt-get", ["-q", ...args], {
    encoding: "utf8",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    timeout: INSTALL_MS,
  });
  if (status === 0) return;
  const why = error?.message ?? stderr.split("\n").slice(-4).join("\n");
  throw new Error(`This lane's packages could not be installed: apt-get ${args.join(" ")}\n${why}`);
}
