import type { Finding } from "@weir/core";
import { z } from "zod";
import { WeirError } from "../errors.ts";
import type { Estimator } from "./gate-config.ts";
import { savedBy } from "./gate.ts";

/** Findings that were there before: they do not fail the gate unless they get worse. */
export interface Baseline {
  readonly findings: ReadonlyMap<string, BaselineFinding>;
}

interface BaselineFinding {
  readonly fingerprint: string;
  /** Milliseconds, by the estimator it was written with. */
  readonly saved: number;
  readonly kind: string;
  readonly routes: readonly string[];
  readonly place?: string | undefined;
}

export const baselineSchema: z.ZodType<{ readonly schemaVersion: 1; readonly findings: readonly BaselineFinding[] }> =
  z.strictObject({
    schemaVersion: z.literal(1),
    findings: z.array(
      z.strictObject({
        fingerprint: z.string(),
        saved: z.number(),
        kind: z.string(),
        routes: z.array(z.string()),
        place: z.string().optional(),
      }),
    ),
  });

/** @throws WeirError `WEIR_INVALID_INPUT` */
export function readBaseline(text: string, path: string): Baseline {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw notABaseline(path, cause);
  }
  const parsed = baselineSchema.safeParse(json);
  if (!parsed.success) throw notABaseline(path, parsed.error);
  return { findings: new Map(parsed.data.findings.map((finding) => [finding.fingerprint, finding])) };
}

/** Deterministic bytes, one finding per line: reviewed in pull requests. */
export function writeBaseline(findings: readonly Finding[], estimator: Estimator): string {
  const lines = findings
    .toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1))
    .map((finding) =>
      JSON.stringify({
        fingerprint: finding.fingerprint,
        saved: Math.round(savedBy(finding, estimator)),
        kind: finding.kind,
        routes: [...finding.routes].sort(),
        ...(finding.place?.file === undefined ? {} : { place: placeOf(finding.place) }),
      }),
    );
  return `{\n  "schemaVersion": 1,\n  "findings": [${lines.length === 0 ? "" : `\n    ${lines.join(",\n    ")}\n  `}]\n}\n`;
}

/** Without a line: edits above it would change the file. */
function placeOf({ file = "", function: name }: { readonly file?: string; readonly function?: string }): string {
  return name === undefined ? file : `${file} ${name}`;
}

function notABaseline(path: string, cause: unknown): WeirError {
  return new WeirError("WEIR_INVALID_INPUT", `${path} is not a baseline`, {
    hint: "Write one with: weir check --write-baseline <file>",
    cause,
  });
}
