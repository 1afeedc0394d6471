import type { Finding, FindingDetail } from "@weir/core";

/** A consequence of making the suggested change: a code and the calls it speaks of. */
export interface ChangeNote {
  readonly code: "note.runs-anyway" | "note.not-asked" | "note.loop-goes-on" | "note.several-at-once" | OfPatch;
  readonly detail: Readonly<Record<string, string>>;
}

type OfPatch = (typeof OF_PATCH)[number];

const MOST = 3;
/** What only the patch itself can tell. */
const OF_PATCH = ["note.partly", "note.graph"] as const;

/**
 * What the change brings along besides time. A call that starts early also runs when the one it used to wait for fails:
 * today that failure stops it.
 */
export function changeNotes(
  finding: Pick<Finding, "kind" | "edges"> & Pick<FindingDetail, "notes">,
  nameOf: (call: number) => string,
): readonly ChangeNote[] {
  if (finding.kind === "loop") {
    return [
      { code: "note.several-at-once", detail: {} },
      { code: "note.loop-goes-on", detail: {} },
    ];
  }
  // The calls keep their order; what moves is the place where the value is waited for.
  if (finding.kind === "late-await") return [{ code: "note.not-asked", detail: {} }];
  const anyway = finding.edges
    .filter((edge) => edge.verdict.startsWith("independent"))
    .slice(0, MOST)
    .map((edge): ChangeNote => ({
      code: "note.runs-anyway",
      detail: { later: nameOf(edge.to), earlier: nameOf(edge.from) },
    }));
  const told = OF_PATCH.filter((code) => finding.notes?.includes(code) === true);
  return [...anyway, ...told.map((code): ChangeNote => ({ code, detail: {} }))];
}
