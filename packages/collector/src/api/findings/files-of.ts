import type { FindingDocument } from "@weir/core";

/** Source files in which a finding's place and calls are. */
export function filesOf({ place, calls }: Pick<FindingDocument, "place" | "calls">): readonly string[] {
  return [place?.file, ...calls.map(({ file }) => file)].filter((file) => file !== undefined);
}
