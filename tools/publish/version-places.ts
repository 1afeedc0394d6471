/** Files that name the version of the packages, which are always of one version. */
export const VERSION_PLACES = [
  "packages/agent/src/version.ts",
  "deploy/compose/staging.yaml",
  "deploy/compose/cluster.yaml",
  "deploy/kubernetes/overlays/staging/kustomization.yaml",
  "deploy/kubernetes/overlays/cluster/kustomization.yaml",
] as const;

/** The text with `version` where it names one. */
export function withVersion(text: string, version: string): string {
  return text.replaceAll(
    /(AGENT_VERSION = "|image: weir-collector:|newTag: )\d+\.\d+\.\d+(?:-[\w.]+)?/g,
    (_all, before: string) => `${before}${version}`,
  );
}
