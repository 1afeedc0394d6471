import type { ExpectedFinding } from "../../examples/manifest/example-route.ts";
import type { Finding } from "../../packages/core/src/api/types.ts";

/**
 * What is wrong with a finding compared with the planned one, in words; empty when it is as planned. A finding of
 * another kind, or at another place, does not count as the planned one.
 */
export function misses(finding: Finding, expected: ExpectedFinding): readonly string[] {
  const wrong: string[] = [];
  if (finding.kind !== expected.kind) wrong.push(`kind ${finding.kind} instead of ${expected.kind}`);
  if (!expected.places.some((place) => isAt(finding, place))) wrong.push(`place ${placeOf(finding)}`);
  const together = expected.startTogether;
  if (together !== undefined && !finding.startTogether.some((group) => holdsAll(finding, group, together))) {
    wrong.push(`${together.join(" and ")} do not start together in ${groupsOf(finding)}`);
  }
  return wrong;
}

/** `GET /accounts/*` for any host, `*` being one segment. */
export function isCall(shown: string, wanted: string): boolean {
  const [method = "", path = ""] = wanted.split(" ");
  const [shownMethod = "", target = ""] = shown.split(" ");
  const shownPath = target.slice(Math.max(0, target.indexOf("/"))).split("?")[0] ?? "";
  const segments = path.split("/");
  const shownSegments = shownPath.split("/");
  return (
    method === shownMethod &&
    segments.length === shownSegments.length &&
    segments.every((segment, index) => segment === "*" || segment === shownSegments[index])
  );
}

function isAt({ place }: Finding, { file, function: name }: ExpectedFinding["places"][number]): boolean {
  if (place?.file === undefined) return false;
  const right = place.file === file || place.file.endsWith(`/${file}`);
  return right && (name === undefined || place.function === name);
}

function holdsAll(finding: Finding, group: readonly number[], wanted: readonly string[]): boolean {
  const calls = group.map((index) => finding.calls[index]?.call ?? "");
  return wanted.every((name) => calls.some((call) => isCall(call, name)));
}

function groupsOf(finding: Finding): string {
  return finding.startTogether
    .map((group) => `[${group.map((index) => finding.calls[index]?.call ?? "?").join(", ")}]`)
    .join(" ");
}

function placeOf({ place }: Finding): string {
  return place === undefined ? "nowhere" : `${place.file ?? "?"} ${place.function ?? "?"}`;
}
