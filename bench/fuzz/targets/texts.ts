import { parseStack } from "@weir/core";
import { pathTemplate, urlTemplate } from "../../../packages/core/src/normalize/url.ts";
import { routeFromTarget } from "../../../packages/core/src/normalize/route.ts";
import { sqlStatement } from "../../../packages/core/src/normalize/sql.ts";
import {
  redactName,
  redactStack,
  redactStatement,
  redactUrl,
} from "../../../packages/collector/src/ingest/redact-text.ts";
import type { Random } from "../engine/random.ts";
import type { Target } from "../engine/target.ts";

const WORDS = [
  "http://",
  "https://user:pass@",
  "@",
  "?",
  "#",
  "&",
  "=",
  "%2F",
  "%",
  "//",
  "/..",
  "/",
  "{}",
  "[id]",
  ":id",
  "a".repeat(40),
  "0".repeat(40),
  "5b8efff7-98038103-d269-b633-813fc60c",
  "select ",
  "insert into ",
  " where a = 'x''y'",
  "'",
  '"',
  "`",
  "$$",
  "--",
  "/*",
  "*/",
  "\\",
  "E'\\''",
  "    at f (file:///a/b.js:1:2)\n",
  "    at async Promise.all (index 3)\n",
  "at ",
  "(",
  ")",
  ":1:2",
  "eval at ",
  "<anonymous>",
  "[as x]",
  "\n",
  " ",
  "with recursive t as (",
  "values (1,2),",
  "0x1f",
  "1e309",
  "::text",
  "\ud800",
  "ß",
  "𝕏",
];

/** URLs, routes, statements, names and stacks as any sender may write them, up to 32 KiB. Time must grow with length only. */
export function texts(): Target {
  return {
    seeds: () => WORDS.map((word) => Buffer.from(word)),
    words: WORDS,
    make(random: Random) {
      const words = random.list(10, () => random.pick(WORDS));
      // One piece again and again is what regular expressions get lost in.
      return Buffer.from(
        random.chance(50) ? words.join("").repeat(random.small(500)).slice(0, 32_768) : words.join(""),
      );
    },
    slow: 400,
    maxBytes: 4 * 1024,
    run(input) {
      const text = input.toString("utf8");
      const url = redactUrl(text);
      const template = urlTemplate(text);
      const route = routeFromTarget(text);
      pathTemplate(text);
      redactName(text);
      const frames = parseStack(redactStack(text));
      const statement = redactStatement(text, text.length % 2 === 0 ? "postgresql" : "mysql");
      const { operation } = sqlStatement(text, "mysql") as { readonly operation?: string };
      const shape = route.replaceAll(/[^/{}[\]:]+/g, "a").slice(0, 30);
      return `${Object.keys(template).join()} ${url.length < text.length} ${shape} ${frames.length} ${statement === undefined} ${operation ?? ""}`;
    },
  };
}
