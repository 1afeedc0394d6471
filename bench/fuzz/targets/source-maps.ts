import { DecodedMaps } from "../../../packages/collector/src/source/maps/decoded-maps.ts";
import { mapReference } from "../../../packages/collector/src/source/maps/inline-map.ts";
import { readMapDocument } from "../../../packages/collector/src/source/maps/map-document.ts";
import { shownPath, sourcePath } from "../../../packages/collector/src/source/maps/source-path.ts";
import type { Random } from "../engine/random.ts";
import type { Target } from "../engine/target.ts";

const NAMES = [
  "../src/page.tsx",
  "webpack://shop/./src/a.ts?a1b2",
  "[project]/src/x.ts",
  "file:///srv/app/src/y.ts",
  "../../../../etc/passwd",
  "node:fs",
  "virtual:x",
  "%E0%A4%A",
  "%2e%2e%2fsecret",
  "\\\\server\\share",
  "",
  "\u0000",
  "turbopack://[project]/z.ts",
];
const MAPPINGS = [
  "AAAA",
  "AAAA;AACA",
  ";;;;",
  ",,,,",
  "gggggggggggggggggggggg",
  "A",
  "AAAAA",
  "////////",
  "!!",
  "CAAC,EAAE",
  "AAgBC,SAAQ",
];

/** Any text as a source map, sections included, and any place looked up in it. */
export function sourceMaps(): Target {
  return {
    seeds: () => [
      Buffer.from(JSON.stringify(plainMap(["../src/page.tsx"], "AAAA;AACA,SAAS"))),
      Buffer.from(
        JSON.stringify({ version: 3, sections: [{ offset: { line: 0, column: 0 }, map: plainMap(["a.ts"], "AAAA") }] }),
      ),
    ],
    words: [
      '"sections":[',
      '"mappings":"',
      '"sources":[',
      "null",
      "1e9",
      "-1",
      '"__proto__":',
      ")]}'\n",
      "AAAA",
      ";",
      "g",
    ],
    make: (random) => Buffer.from(JSON.stringify(madeMap(random, 0))),
    slow: 250,
    maxBytes: 16 * 1024,
    run(input) {
      const text = input.toString("utf8");
      mapReference(`${text}\n//# sourceMappingURL=${text.slice(0, 100)}`);
      mapReference(`x\n//# sourceMappingURL=data:application/json;base64,${input.toString("base64")}`);
      const document = readMapDocument(text);
      if (!document.ok) return document.reason;
      const paths = document.originals.map(
        ({ name }) => sourcePath(name, { built: "/srv/app/out/x.js", root: "/srv/app" }) ?? null,
      );
      for (const path of paths) if (path !== null) shownPath(path, "/srv/app");
      const maps = new DecodedMaps(1_000_000);
      const stored = JSON.stringify({ paths, map: document.map });
      const found = [1, 2, 3].map((line) => maps.trace("h", () => stored, { line, column: line * 3 }, line === 2));
      return `ok ${Math.min(5, paths.length)} ${found.map((place) => (place === undefined ? "-" : "+")).join("")}`;
    },
  };
}

function madeMap(random: Random, depth: number): object {
  if (depth < 4 && random.chance(3)) {
    const section = () => ({
      offset: { line: random.pick([0, 1, 5, -1, 1e9, 0.5]), column: random.small(50) },
      map: madeMap(random, depth + 1),
    });
    return { version: 3, sections: random.list(3, section) };
  }
  const mappings = random.list(8, () => random.pick(MAPPINGS)).join(random.pick([",", ";", ""]));
  return {
    ...plainMap(
      random.list(4, () => random.pick(NAMES)),
      mappings,
    ),
    sourceRoot: random.pick(["", "/srv", "..", "webpack:///"]),
  };
}

function plainMap(sources: readonly string[], mappings: string): object {
  return { version: 3, sources, sourcesContent: sources.map(() => "const a = 1;"), names: ["a", "b"], mappings };
}
