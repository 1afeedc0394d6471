export interface KnownHole {
  readonly severity: string;
  readonly name: string;
  readonly title: string;
}

export type AuditReport =
  | { readonly kind: "answered"; readonly holes: readonly KnownHole[] }
  | { readonly kind: "no-answer" };

/** What `pnpm audit --json` printed. Anything but a report is no answer: an error must never pass for "no holes". */
export function readAudit(output: string): AuditReport {
  let parsed: unknown;
  try {
    parsed = JSON.parse(output);
  } catch {
    return { kind: "no-answer" };
  }
  if (typeof parsed !== "object" || parsed === null || !("advisories" in parsed)) return { kind: "no-answer" };
  const { advisories } = parsed;
  if (typeof advisories !== "object" || advisories === null) return { kind: "no-answer" };
  const holes = Object.values(advisories as Record<string, Record<string, unknown>>).map((advisory) => ({
    severity: String(advisory["severity"]),
    name: String(advisory["module_name"]),
    title: String(advisory["title"]),
  }));
  return { kind: "answered", holes };
}
