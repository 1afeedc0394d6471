export interface Step {
  readonly name: string;
  /** What a reader of the log learns when it fails. */
  readonly says: string;
  readonly command: readonly [string, ...string[]];
  /** Where vitest leaves its result, for steps that run tests. */
  readonly report?: string;
}

const REPORTS = "node_modules/.cache/gate";

/** Cheap and telling first. */
export const STEPS: readonly Step[] = [
  { name: "format", says: "every file is formatted", command: ["oxfmt", "--check", "."] },
  {
    name: "sync",
    says: "SvelteKit writes the tsconfig its apps extend",
    command: [
      "pnpm",
      ...filter("@weir-example/sveltekit-app", "@weir-test/kit-plain-otel", "@weir-test/kit-2", "@weir-bench/kit"),
      "exec",
      "svelte-kit",
      "sync",
    ],
  },
  { name: "build", says: "packages compile, boundaries of their types included", command: ["tsc", "-b"] },
  {
    name: "types",
    says: "tests, tools and benches type-check",
    command: ["tsc", "-p", "tsconfig.tests.json", "--noEmit"],
  },
  {
    name: "lint",
    says: "lint, with type-aware rules and package boundaries",
    command: ["oxlint", "--type-aware", "--deny-warnings"],
  },
  {
    name: "dashboard",
    says: "the dashboard type-checks and builds",
    command: ["pnpm", "--filter", "@weir/dashboard", "--silent", "gate"],
  },
  { name: "dead-code", says: "no unused file, export or dependency", command: ["knip"] },
  {
    name: "audit",
    says: "no known hole in what is shipped, where the registry can be asked",
    command: ["node", "tools/audit.ts"],
  },
  {
    name: "notices",
    says: "whose code comes along is told, and under licences we may ship",
    command: ["node", "tools/notices.ts"],
  },
  {
    name: "publish",
    says: "packed packages resolve for those who install them",
    command: ["node", "tools/publish-check.ts"],
  },
  {
    name: "deploy",
    says: "a collector would start from the container, compose and Kubernetes files",
    command: ["node", "tools/deploy-check.ts"],
  },
  { name: "unit", says: "unit and contract tests", command: vitest("unit"), report: `${REPORTS}/unit.json` },
  {
    name: "integration",
    says: "real apps, a real browser, real processes",
    command: [...vitest("integration"), "--config", "vitest.integration.config.ts"],
    report: `${REPORTS}/integration.json`,
  },
];

function vitest(name: string): [string, ...string[]] {
  return ["vitest", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${REPORTS}/${name}.json`];
}

function filter(...names: readonly string[]): string[] {
  return names.flatMap((name) => ["--filter", name]);
}
