import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What takes over half a minute, longest first: started last, it would leave one core idle while it ends. */
const LONG: readonly string[] = [
  "dashboard.test.ts",
  "agent-runtimes.test.ts",
  "cli.test.ts",
  "kit-2.test.ts",
  "alerts.test.ts",
  "alerts-examples.test.ts",
];

/** Order of the integration tests' files; those not named come after, as vitest would have them. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const place = ({ moduleId }: TestSpecification): number => {
      const at = LONG.findIndex((name) => moduleId.endsWith(`/${name}`));
      return at < 0 ? LONG.length : at;
    };
    return sorted.toSorted((one, other) => place(one) - place(other));
  }
}
