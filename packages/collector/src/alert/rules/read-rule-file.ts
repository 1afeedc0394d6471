import type { RuleFault } from "@weir/core";
import { type Document, isMap, isNode, isPair, isScalar, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import type { AlertSettings } from "../settings.ts";
import { FileFault, settingsOf, type SettingsSources } from "./settings-of.ts";
import { ruleFileSchema } from "./rule-file-schema.ts";

/** Larger files are no rule files. Characters. */
const MAX_LENGTH = 256 * 1024;
/** Faults told at once. */
const MAX_FAULTS = 20;

export type ReadRules =
  | { readonly ok: true; readonly settings: AlertSettings }
  | { readonly ok: false; readonly faults: readonly RuleFault[] };

/** A place in the file: keys and positions from the top. */
type Path = readonly (string | number)[];

/**
 * Reads a rule file. Expected failures come back as faults with line and key. `${NAME}` may stand anywhere a value may,
 * also unquoted inside `{ … }`, where plain YAML would take its braces for a mapping: before parsing it becomes
 * `$<NAME>`, which is as long, so that lines and columns stay right. `${ NAME }` is what formatters make of it.
 */
export function readRuleFile(text: string, sources: SettingsSources): ReadRules {
  const lines = new LineCounter();
  if (text.length > MAX_LENGTH)
    return failed([{ line: 1, column: 1, key: "", message: `larger than ${MAX_LENGTH} characters` }]);
  const document = parseDocument(text.replaceAll(/\$\{(\s*\w+\s*)\}/g, "$<$1>"), {
    lineCounter: lines,
    uniqueKeys: true,
    logLevel: "error",
  });
  const [error] = document.errors;
  if (error !== undefined) {
    const at = error.linePos?.[0] ?? { line: 1, col: 1 };
    return failed([{ line: at.line, column: at.col, key: "", message: firstLine(error.message) }]);
  }
  const place = (path: Path, onKey = false): Pick<RuleFault, "line" | "column" | "key"> => {
    const { line, col } = lines.linePos(offsetOf(document, path, onKey));
    return { line, column: col, key: keyText(path) };
  };
  const content = contentOf(document);
  if (content === undefined) return failed([{ line: 1, column: 1, key: "", message: "has too many aliases" }]);
  const parsed = ruleFileSchema.safeParse(content.value);
  if (!parsed.success) return failed(parsed.error.issues.flatMap((issue) => faultsOf(issue, place)));
  try {
    return { ok: true, settings: settingsOf(parsed.data, sources) };
  } catch (fault) {
    if (!(fault instanceof FileFault)) throw fault;
    return failed([{ ...place(fault.path), message: fault.message }]);
  }
}

/** `undefined` for a file whose aliases multiply into more than it could hold. */
function contentOf(document: Document): { readonly value: unknown } | undefined {
  try {
    return { value: document.toJS({ maxAliasCount: 50 }) as unknown };
  } catch (error) {
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}

function failed(faults: readonly RuleFault[]): ReadRules {
  return { ok: false, faults: faults.slice(0, MAX_FAULTS) };
}

function faultsOf(
  issue: z.core.$ZodIssue,
  place: (path: Path, onKey?: boolean) => Pick<RuleFault, "line" | "column" | "key">,
): readonly RuleFault[] {
  const path = issue.path.map((key) => (typeof key === "number" ? key : String(key)));
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ ...place([...path, key], true), message: "is not a key of a rule file" }));
  }
  return [{ ...place(path), message: firstLine(issue.message) }];
}

/** Of the node at the path, or of the nearest one above that exists. */
function offsetOf(document: Document, path: Path, onKey: boolean): number {
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const parent: unknown = depth === 0 ? document.contents : document.getIn(path.slice(0, depth - 1), true);
    const container = depth === 1 ? document.contents : parent;
    const key = path[depth - 1];
    if (onKey && depth === path.length && isMap(container)) {
      const pair = container.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === key);
      if (pair !== undefined && isScalar(pair.key) && pair.key.range != null) return pair.key.range[0];
    }
    const node: unknown = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range != null) return node.range[0];
  }
  return 0;
}

function keyText(path: Path): string {
  return path.reduce<string>(
    (text, key) => (typeof key === "number" ? `${text}[${key}]` : text === "" ? key : `${text}.${key}`),
    "",
  );
}

function firstLine(message: string): string {
  return (message.split("\n")[0] ?? "").slice(0, 200);
}
