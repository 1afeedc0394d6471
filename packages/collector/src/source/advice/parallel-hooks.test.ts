import { readFileSync } from "node:fs";
import type { Frame } from "@weir/core";
import { describe, expect, it } from "vitest";
import { BuildProject, ParseCache } from "../analysis/project/build-project.ts";
import { applyDiff } from "./testing/apply-diff.ts";
import { writePatch } from "./write-patch.ts";

const HOOKS = "src/hooks.server.ts";
const example = (path: string): string =>
  readFileSync(new URL(`../../../../../examples/sveltekit-app/${path}`, import.meta.url), "utf8");

const handle = (name: string, body: string): string =>
  `export const ${name}: Handle = async ({ event, resolve }) => {\n  ${body}\n  return resolve(event);\n};\n`;

const FILES = {
  [HOOKS]: `import { sequence } from '@sveltejs/kit/hooks';
import { bots } from "./bots";
import { auth } from "./auth";
import { tenant } from "./tenant";

export const handle = sequence(bots, auth, tenant);
`,
  "src/bots.ts": handle("bots", "if (isBot(event)) return new Response(null);"),
  "src/auth.ts": handle("auth", "const user = await getUser(event);\n  event.locals.user = user;"),
  "src/tenant.ts": handle("tenant", "const tenant = await getTenant(event.url.host);\n  event.locals.tenant = tenant;"),
};

type Files = Readonly<Record<string, string>>;

function patchOf(
  files: Files,
  calls: readonly (readonly [file: string, text: string])[],
  startTogether: readonly (readonly number[])[] = [calls.map((_, index) => index)],
): ReturnType<typeof writePatch> {
  const read = (path: string): { hash: string; text: string } | undefined => {
    const text = files[path];
    return text === undefined ? undefined : { hash: text, text };
  };
  const frame = ([file, text]: readonly [string, string]): Frame => {
    const before = (files[file] ?? "").slice(0, files[file]?.indexOf(text)).split("\n");
    return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1, async: false, mapped: true };
  };
  return writePatch(new BuildProject({ read }, new ParseCache(20), new Map()), {
    kind: "hook-sequence",
    calls: calls.map((call) => [frame(call)]),
    startTogether,
    after: startTogether.length > 1 ? [1] : [],
  });
}

const CALLS = [
  ["src/auth.ts", "getUser("],
  ["src/tenant.ts", "getTenant("],
] as const;

describe("handles in a sequence", () => {
  it("puts those side by side whose calls can start together", () => {
    const outcome = patchOf(FILES, CALLS);
    if ("withheld" in outcome) throw new Error(outcome.withheld);
    expect(applyDiff(FILES[HOOKS] ?? "", outcome.patch)).toBe(`import { sequence } from '@sveltejs/kit/hooks';
import { bots } from "./bots";
import { auth } from "./auth";
import { tenant } from "./tenant";
import { parallel } from "@weir/agent/sveltekit";

export const handle = sequence(bots, parallel(auth, tenant));
`);
  });

  it("changes the serial hooks of the example app and leaves its others alone", () => {
    const names = ["auth", "tenant", "logging"];
    const paths = [HOOKS, ...["auth", "bots", "tenant", "logging"].map((name) => `src/lib/server/hooks/${name}.ts`)];
    const files: Files = Object.fromEntries(paths.map((path) => [path, example(path).replaceAll("#lib", "$lib")]));
    const texts = ["getSession(event", "findTenant(event", "getLogPolicy(event"];
    const outcome = patchOf(
      files,
      names.map((name, index) => [`src/lib/server/hooks/${name}.ts`, texts[index] ?? ""] as const),
    );
    expect("patch" in outcome ? outcome.patch : outcome.withheld).toContain(
      "+const handleWorkspace = sequence(handleBots, parallel(handleAuth, handleTenant, handleLogging));\n",
    );
  });

  const LATER = [...CALLS, ["src/late.ts", "getLate("]] as const;
  const withLate = (late: string): Files => ({
    ...FILES,
    [HOOKS]: (FILES[HOOKS] ?? "")
      .replace("bots, auth, tenant", "bots, auth, tenant, late")
      .replace("import { bots", 'import { late } from "./late";\nimport { bots'),
    "src/late.ts": late,
  });

  it("leaves the one behind that waits for another of them", () => {
    const files = withLate(handle("late", "const late = await getLate();\n  event.locals.late = late;"));
    const outcome = patchOf(files, LATER, [[0, 1], [2]]);
    expect("patch" in outcome ? outcome.patch : outcome.withheld).toContain(
      "sequence(bots, parallel(auth, tenant), late)",
    );
  });

  it("offers nothing where one of them makes a call besides that has to wait", () => {
    const auth = handle("auth", "const user = await getUser(event);\n  event.locals.user = await getLate(user);");
    const calls = [...CALLS, ["src/auth.ts", "getLate("]] as const;
    expect(patchOf({ ...FILES, "src/auth.ts": auth }, calls, [[0, 1], [2]])).toEqual({
      withheld: "advice.needed-call-between",
    });
  });

  it("finds a row of handles in their own file, whatever the app's hooks do with it", () => {
    const area = `import { sequence, type Handle } from "@sveltejs/kit/hooks";
${handle("auth", "event.locals.user = await getUser(event);")}${handle("tenant", "event.locals.tenant = await getTenant(1);")}
export const area: Handle = sequence(auth, tenant);
`;
    const files = {
      [HOOKS]: 'import { area } from "./area";\nexport const handle = byArea({ area });\n',
      "src/area.ts": area,
    };
    const outcome = patchOf(files, [
      ["src/area.ts", "getUser("],
      ["src/area.ts", "getTenant("],
    ]);
    expect("patch" in outcome ? outcome.patch : outcome.withheld).toContain(
      "+export const area: Handle = sequence(parallel(auth, tenant));",
    );
  });

  const WITHHELD: Readonly<Record<string, readonly [Files, string]>> = {
    "one reads what the other leaves": [
      {
        "src/tenant.ts": handle(
          "tenant",
          "const t = await getTenant(1);\n  event.locals.tenant = t[event.locals.user];",
        ),
      },
      "advice.hooks-share",
    ],
    "both leave the same": [
      { "src/tenant.ts": handle("tenant", "event.locals.user = await getTenant(1);") },
      "advice.hooks-share",
    ],
    "all of locals is handed on": [
      { "src/tenant.ts": handle("tenant", "const t = await getTenant(1);\n  note(event.locals);") },
      "advice.hooks-share",
    ],
    "one sets a cookie": [
      { "src/tenant.ts": handle("tenant", "const t = await getTenant(1);\n  event.cookies.set('t', t);") },
      "advice.hooks-share",
    ],
    "one awaits something unseen": [
      { "src/tenant.ts": handle("tenant", "const t = await getTenant(1);\n  await getPlan(t);") },
      "advice.other-await-between",
    ],
    "another stands between them": [
      { [HOOKS]: (FILES[HOOKS] ?? "").replace("bots, auth, tenant", "auth, bots, tenant") },
      "advice.hooks-apart",
    ],
    "there is no sequence": [
      { [HOOKS]: (FILES[HOOKS] ?? "").replace("sequence(bots, auth, tenant)", "compose(bots, auth, tenant)") },
      "advice.hooks-not-found",
    ],
  };
  for (const [name, [files, expected]] of Object.entries(WITHHELD)) {
    it(`${name}: ${expected}`, () => {
      expect(patchOf({ ...FILES, ...files }, CALLS)).toEqual({ withheld: expected });
    });
  }
});
