import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Call, RequestAnalysis } from "@weir/core";
import type { Claim, Method } from "../judge/claim.ts";

/** The lint of the field: react-doctor's rules about awaits that need not follow one another, run by oxlint. */
export const LINT_RULES: readonly string[] = [
  "server-sequential-independent-await",
  "async-parallel",
  "async-await-in-loop",
];

/** One place a rule complains about. */
export interface LintPlace {
  /** Relative to the app. */
  readonly file: string;
  /** First and last line, from 1. */
  readonly lines: readonly [number, number];
  readonly rule: string;
}

interface Diagnostic {
  readonly code: string;
  readonly filename: string;
  readonly labels: readonly {
    readonly span: { readonly offset: number; readonly length: number; readonly line: number };
  }[];
}

const BIN = resolve(import.meta.dirname, "../../../node_modules/oxlint/bin/oxlint");

/** What the rules say of an app's sources, with nothing switched off in them. */
export async function lintPlaces(appFolder: string): Promise<readonly LintPlace[]> {
  const temporary = await mkdtemp(join(tmpdir(), "weir-lint-"));
  try {
    const config = join(temporary, "oxlintrc.json");
    const specifier = fileURLToPath(import.meta.resolve("oxlint-plugin-react-doctor"));
    const rules = Object.fromEntries(LINT_RULES.map((rule) => [`react-doctor/${rule}`, "warn"]));
    const off = { plugins: [], categories: { correctness: "off" } };
    await writeFile(config, JSON.stringify({ ...off, jsPlugins: [{ name: "react-doctor", specifier }], rules }));
    const args = [BIN, "-c", config, "--disable-nested-config", "--format", "json", "."];
    const options = { cwd: appFolder, maxBuffer: 64 * 1024 * 1024, timeout: 120_000 };
    const { stdout } = await promisify(execFile)(process.execPath, args, options);
    const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly Diagnostic[] };
    return await Promise.all(diagnostics.map((one) => placeOf(one, appFolder)));
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function placeOf({ code, filename, labels }: Diagnostic, appFolder: string): Promise<LintPlace> {
  const file = resolve(appFolder, filename);
  const span = labels[0]?.span;
  if (span === undefined) throw new Error(`${code} without a place in ${filename}`);
  const { line, offset, length } = span;
  // Offsets count bytes of UTF-8.
  const inside = (await readFile(file)).subarray(offset, offset + length).toString("utf8");
  return { file: relative(appFolder, file), lines: [line, line + inside.split("\n").length - 1], rule: code };
}

/**
 * The rules as a judge of pairs: B is free of A where B's stack passes through a place they complain about, and A's
 * through the same file no later than it.
 */
export function lintMethod(places: readonly LintPlace[]): Method {
  return ({ request, edges }: RequestAnalysis): readonly Claim[] =>
    edges.flatMap((edge) => {
      const [from, to] = [request.calls[edge.from], request.calls[edge.to]];
      if (from === undefined || to === undefined) return [];
      const flagged = places.some((place) => isBehind(from, to, place));
      return [{ from, to, adjacent: edge.adjacent, flagged, verdict: "-", tier: "-", reasons: [] }];
    });
}

function isBehind(from: Call, to: Call, { file, lines: [first, last] }: LintPlace): boolean {
  const inFile = (call: Call): readonly number[] =>
    call.frames.filter((frame) => `/${frame.file}`.endsWith(`/${file}`)).map(({ line }) => line);
  return inFile(to).some((line) => line >= first && line <= last) && inFile(from).some((line) => line <= last);
}
