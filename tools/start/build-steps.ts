export interface BuildStep {
  readonly name: string;
  /** Files and folders below the repository's root whose content decides whether to build again. */
  readonly inputs: readonly string[];
  /** Files that are there after a build. */
  readonly outputs: readonly string[];
  readonly cwd: string;
  readonly node: readonly string[];
}

const SHARED = ["pnpm-lock.yaml", "tsconfig.base.json"];
const AGENT = ["packages/agent/src", "packages/agent/package.json", "packages/core/src"];

function tsProject(name: string): readonly string[] {
  return ["src", "package.json", "tsconfig.json"].map((part) => `packages/${name}/${part}`);
}

export const PACKAGES: BuildStep = {
  name: "packages",
  inputs: [...SHARED, ...tsProject("core"), ...tsProject("agent"), ...tsProject("collector")],
  outputs: ["packages/core/dist/index.js", "packages/agent/dist/next.js", "packages/collector/dist/cli/weir.js"],
  cwd: ".",
  node: ["node_modules/typescript/bin/tsc", "-b", "packages/core", "packages/agent", "packages/collector"],
};

export const DASHBOARD: BuildStep = {
  name: "dashboard",
  inputs: [...SHARED, "packages/dashboard", "packages/core/src"],
  outputs: ["packages/dashboard/dist/index.html"],
  cwd: "packages/dashboard",
  node: ["node_modules/vite/bin/vite.js", "build"],
};

export const NEXT_APP: BuildStep = {
  name: "next-app",
  inputs: [...SHARED, "examples/next-app", ...AGENT],
  outputs: ["examples/next-app/.next/BUILD_ID"],
  cwd: "examples/next-app",
  node: ["node_modules/next/dist/bin/next", "build"],
};

export const SVELTEKIT_APP: BuildStep = {
  name: "sveltekit-app",
  inputs: [...SHARED, "examples/sveltekit-app", ...AGENT],
  outputs: ["examples/sveltekit-app/build/index.js"],
  cwd: "examples/sveltekit-app",
  node: ["node_modules/vite/bin/vite.js", "build"],
};
